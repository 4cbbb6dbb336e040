package dev.berth.conformance.harness;

/** A name server on the engine's host. */
public final class NameServer implements AutoCloseable {
    /** What it says to every question. */
    public static final String ANSWER = "10.0.0.1";

    private final Docker docker;
    private final String address;
    private final String pid;

    private NameServer(Docker docker, String address, String pid) {
        this.docker = docker;
        this.address = address;
        this.pid = pid;
    }

    /** Starts one that containers of the network reach at its gateway. */
    public static NameServer start(Docker docker, String network) {
        return at(docker, docker.ok("network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", network));
    }

    /** Starts one at an address that the host has, and waits until it answers. */
    public static NameServer at(Docker docker, String address) {
        String source = System.getProperty("berth.command").replaceFirst("berth$", "conformance/bench/DnsStub.java");
        String pid = docker.onHost(
                "sh", "-c", "java -Xmx32m " + source + " " + address + " 60 > /run/stub.log 2>&1 & echo $!");
        docker.until(() -> docker.onHost("sh", "-c", "dig +short +tries=1 +time=1 @" + address + " x.example || :")
                .equals(ANSWER));
        return new NameServer(docker, address, pid);
    }

    /** Where it is asked. */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        docker.onHost("kill", "-9", pid);
    }
}
