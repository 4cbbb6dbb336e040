package dev.berth.conformance.harness;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the cases of an {@link OnEngine} class the one engine of this run, and empties it after each. */
final class EngineExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(EngineExtension.class);

    /** The one of this run. */
    static Engine engine(ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Engine.class, key -> Engine.start(Engine.kindUnderTest()), Engine.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Docker.class || type == Engine.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Engine engine = engine(context);
        return parameter.getParameter().getType() == Engine.class ? engine : engine.docker();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        engine(context).empty();
    }
}
