package dev.berth.conformance.harness;

/** A name server on the engine's host, reached by containers of one network at its gateway. */
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

    /** Starts it and waits until it answers. */
    public static NameServer start(Docker docker, String network) {
        String gateway = docker.ok("network", "inspect", "-f", "{{(index .IPAM.Config 0).Gateway}}", network);
        String source = System.getProperty("berth.command").replaceFirst("berth$", "conformance/bench/DnsStub.java");
        String pid = docker.onHost(
                "sh", "-c", "java -Xmx32m " + source + " " + gateway + " 60 > /run/stub.log 2>&1 & echo $!");
        docker.until(() -> docker.onHost("sh", "-c", "dig +short +tries=1 +time=1 @" + gateway + " x.example || :")
                .equals(ANSWER));
        return new NameServer(docker, gateway, pid);
    }

    /** Of the network's gateway. */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        docker.onHost("kill", "-9", pid);
    }
}
