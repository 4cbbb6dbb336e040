package dev.berth.dns.name;

import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Names as they are compared: one character for each byte on the wire, ASCII letters in lower case and no others
 * changed, no trailing dot.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4343">RFC 4343</a>
 */
final class DomainName {
    private DomainName() {}

    /** The name as its bytes in UTF-8 would be asked. */
    static String of(String name) {
        return lower(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** Every way in which the name may be asked: as it is, and with international labels in ASCII. */
    static List<String> spellings(String name) {
        String plain = of(name);
        if (plain.length() == name.length()) {
            return List.of(plain);
        }
        try {
            String ascii = lower(IDN.toASCII(name, IDN.ALLOW_UNASSIGNED));
            return ascii.equals(plain) ? List.of(plain) : List.of(plain, ascii);
        } catch (IllegalArgumentException noSuchForm) {
            return List.of(plain);
        }
    }

    /** ASCII letters in lower case. */
    static String lower(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (isUpper(name.charAt(i))) {
                return lowered(name, i);
            }
        }
        return name;
    }

    private static String lowered(String name, int from) {
        char[] characters = name.toCharArray();
        for (int i = from; i < characters.length; i++) {
            if (isUpper(characters[i])) {
                characters[i] += 'a' - 'A';
            }
        }
        return new String(characters);
    }

    private static boolean isUpper(char character) {
        return character >= 'A' && character <= 'Z';
    }
}
