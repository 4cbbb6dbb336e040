package dev.berth.runtime.cli.stream;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/**
 * Signals sent to this process. The JDK's class for that is not part of its API, so it is reached by name: javac warns
 * about it where it is named.
 */
public final class ProcessSignals {
    private ProcessSignals() {}

    /**
     * Calls back, on a thread of the JVM's, whenever the signal arrives; what the signal did before, it no longer does.
     *
     * @param name without SIG
     * @return false if this JVM keeps the signal to itself
     */
    public static boolean handle(String name, Consumer<String> action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler call = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.accept(name);
                    return null;
                }
                return method.getName().equals("hashCode") ? (Object) name.hashCode() : "handler of SIG" + name;
            };
            Object ours = Proxy.newProxyInstance(ProcessSignals.class.getClassLoader(), new Class<?>[] {handler}, call);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
            return true;
        } catch (ReflectiveOperationException kept) {
            return false;
        }
    }
}
