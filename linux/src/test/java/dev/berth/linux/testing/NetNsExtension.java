package dev.berth.linux.testing;

import dev.berth.linux.sys.NetNs;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** What {@link NetNsTest} does. */
final class NetNsExtension implements BeforeAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(NetNsExtension.class);

    @Override
    public void beforeAll(ExtensionContext context) {
        Root.require();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == NetNs.class;
    }

    @Override
    public NetNs resolveParameter(ParameterContext parameter, ExtensionContext context) {
        FreshNetNs fresh = FreshNetNs.create();
        // JUnit closes it after the method.
        context.getStore(NAMESPACE).put(fresh, fresh);
        return fresh.namespace();
    }
}
