package dev.berth.runtime.network;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.EngineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The name servers of the host. */
final class HostResolver {
    private static final int MAX_SERVERS = 3;

    private HostResolver() {}

    /**
     * The first three {@code nameserver} lines, as resolv.conf(5) says; what is no address is passed over.
     *
     * @return empty if there is no file
     */
    static List<InetAddress> servers(Path resolvConf) {
        if (!Files.exists(resolvConf)) {
            return List.of();
        }
        List<InetAddress> servers = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(resolvConf)) {
                String[] words = line.strip().split("\\s+");
                if (words.length >= 2 && words[0].equals("nameserver") && servers.size() < MAX_SERVERS) {
                    addAddress(servers, words[1]);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + resolvConf, failure);
        }
        return servers;
    }

    private static void addAddress(List<InetAddress> servers, String text) {
        try {
            servers.add(Cidr.parseAddress(text));
        } catch (EngineException.InvalidParameter notAnAddress) {
            // resolv.conf(5): the C library passes over such lines too.
            return;
        }
    }
}
