package dev.berth.runtime.build;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text that arrives in pieces, which may part a character; what is no UTF-8 is replaced. */
final class Utf8Text {
    private static final int LONGEST = 4;

    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private ByteBuffer rest = ByteBuffer.allocate(0);

    /** What can be read with this piece. */
    String add(byte[] piece) {
        ByteBuffer all = ByteBuffer.allocate(rest.remaining() + piece.length)
                .put(rest)
                .put(piece)
                .flip();
        CharBuffer text = CharBuffer.allocate(all.remaining() + LONGEST);
        decoder.decode(all, text, false);
        rest = all.slice();
        return text.flip().toString();
    }
}
