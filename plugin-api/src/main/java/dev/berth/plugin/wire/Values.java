package dev.berth.plugin.wire;

import dev.berth.plugin.Cidr;
import dev.berth.plugin.MacAddress;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Texts on the wire and the values they stand for: an empty text is no value. */
public final class Values {
    private Values() {}

    /** @throws dev.berth.plugin.EngineException.InvalidParameter it is not {@code ADDRESS/PREFIX} */
    public static Optional<Cidr> cidr(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Cidr.parse(text));
    }

    /** @throws dev.berth.plugin.EngineException.InvalidParameter it is not an address */
    public static Optional<InetAddress> address(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Cidr.parseAddress(text));
    }

    /** @throws dev.berth.plugin.EngineException.InvalidParameter it is not an Ethernet address */
    public static Optional<MacAddress> mac(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(new MacAddress(text));
    }

    /** The value's text, empty for none. */
    public static String text(Optional<?> value) {
        return value.map(Values::textOf).orElse("");
    }

    /** The value's text. */
    public static String textOf(Object value) {
        return value instanceof InetAddress address ? address.getHostAddress() : value.toString();
    }

    /** Options as drivers take them: plain values as texts; lists and objects are not for drivers and left out. */
    public static Map<String, String> texts(Map<String, ?> options) {
        Map<String, String> texts = new TreeMap<>();
        options.forEach((key, value) -> {
            if (!(value instanceof Map) && !(value instanceof Collection)) {
                texts.put(key, value.toString());
            }
        });
        return texts;
    }
}
