package dev.berth.linux.testing;

import dev.berth.linux.netlink.RtNetlink;
import dev.berth.linux.sys.NetNs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Fresh fresh = Fresh.create();
        context.getStore(NAMESPACE).put(fresh, fresh);
        return fresh.namespace();
    }

    /** A namespace that JUnit closes after the method. */
    private record Fresh(Path directory, NetNs namespace) implements AutoCloseable {
        static Fresh create() {
            try {
                Path directory = Files.createTempDirectory("berth-netns");
                NetNs namespace = NetNs.create(directory.resolve("net"));
                try (RtNetlink netlink = RtNetlink.open(namespace)) {
                    netlink.setUp(1);
                }
                return new Fresh(directory, namespace);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        @Override
        public void close() throws IOException {
            namespace.close();
            NetNs.delete(namespace.path());
            Files.delete(directory);
        }
    }
}
