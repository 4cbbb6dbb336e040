package dev.berth.conformance.harness;

/** Containers as cases about names and links have them, and where they are. */
public final class Containers {
    private Containers() {}

    /** Starts one that sleeps. */
    public static void idle(Docker docker, String name, String... flags) {
        docker.ok(Docker.join(
                new String[] {"run", "-d", "--name", name}, flags, new String[] {"busybox", "sleep", "600"}));
    }

    /** Its IPv4 address on the network. */
    public static String address(Docker docker, String network, String name) {
        return of(docker, network, name, "IPAddress");
    }

    /** Its IPv6 address on the network. */
    public static String address6(Docker docker, String network, String name) {
        return of(docker, network, name, "GlobalIPv6Address");
    }

    private static String of(Docker docker, String network, String name, String what) {
        return docker.ok(
                "inspect", "-f", "{{(index .NetworkSettings.Networks \"" + network + "\")." + what + "}}", name);
    }

    /** The first twelve digits of its id. */
    public static String shortId(Docker docker, String name) {
        return docker.ok("inspect", "-f", "{{.Id}}", name).substring(0, 12);
    }
}
