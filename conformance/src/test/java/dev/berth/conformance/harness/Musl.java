package dev.berth.conformance.harness;

import java.nio.file.Path;

/** A program on musl, the C library of Alpine's images, that tells what a name comes to. */
public final class Musl {
    private static final String INSTALLED = "/lib/ld-musl-x86_64.so.1";

    /** The library is its own loader, and knows itself by this name alone. */
    private static final String LIBRARY = "/libc.so";

    private final Docker docker;
    private final Path place;

    /** Makes the program. */
    public Musl(Docker docker) {
        this.docker = docker;
        this.place = docker.hostDirectory("musl");
        Path source = Path.of(System.getProperty("berth.command")).resolveSibling("conformance/src/test/c/resolve.c");
        docker.onHost("cp", INSTALLED, place + LIBRARY);
        docker.onHost("tcc", "-nostdinc", "-nostdlib", "-o", place + "/resolve", source.toString(), place + LIBRARY);
    }

    /** The name's addresses as a new container on the network is told, a line each, in their order. */
    public String resolve(String network, String name, String... flags) {
        return docker.ok(Docker.join(
                new String[] {"run", "--rm", "--network", network, "-v", place + ":/musl:ro"},
                flags,
                new String[] {"busybox", "/musl" + LIBRARY, "/musl/resolve", name}));
    }
}
