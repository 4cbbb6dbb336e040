package dev.berth.conformance.harness;

import java.util.List;

/** A resolv.conf that the engine's host has instead of its own, until it is closed. */
public final class HostResolvConf implements AutoCloseable {
    private static final String FILE = "/etc/resolv.conf";

    private final Docker docker;
    private final String own;

    private HostResolvConf(Docker docker, String own) {
        this.docker = docker;
        this.own = own;
    }

    /** One with this server. */
    public static HostResolvConf of(Docker docker, String server) {
        HostResolvConf conf = new HostResolvConf(docker, docker.hostDirectory("resolv") + "/conf");
        conf.write(server);
        // what is written into the file later shows too
        docker.onHost("mount", "--bind", conf.own, FILE);
        return conf;
    }

    /** From now on it has this server. */
    public void write(String server) {
        docker.onHost("sh", "-c", "echo nameserver " + server + " > " + own);
    }

    /** Those that it has. */
    public List<String> nameservers() {
        return docker.onHost("sed", "-n", "s/^nameserver //p", FILE).lines().toList();
    }

    @Override
    public void close() {
        docker.onHost("umount", FILE);
    }
}
