package dev.berth.plugin.network;

import dev.berth.plugin.EngineException;
import java.util.Locale;

/** A transport protocol that ports belong to. */
public enum Protocol {
    TCP(6),
    UDP(17),
    SCTP(132);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    /** IANA's protocol number. */
    public int number() {
        return number;
    }

    /** Docker's and nft's word, lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads Docker's word in any case.
     *
     * @throws EngineException.InvalidParameter {@code invalid proto: ...}
     */
    public static Protocol parse(String word) {
        for (Protocol protocol : values()) {
            if (protocol.word().equalsIgnoreCase(word)) {
                return protocol;
            }
        }
        throw new EngineException.InvalidParameter("invalid proto: " + word);
    }
}
