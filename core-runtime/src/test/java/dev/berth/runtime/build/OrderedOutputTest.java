package dev.berth.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.runtime.registry.TransferProgress;
import org.junit.jupiter.api.Test;

class OrderedOutputTest {
    private final StringBuilder heard = new StringBuilder();
    private final OrderedOutput ordered = new OrderedOutput(
            new BuildOutput() {
                @Override
                public void out(String text) {
                    heard.append(text);
                }

                @Override
                public void err(String text) {
                    heard.append('!').append(text);
                }

                @Override
                public void image(String id) {
                    heard.append('#').append(id);
                }

                @Override
                public TransferProgress transfer() {
                    throw new IllegalStateException("nothing is pulled here");
                }
            },
            3);

    @Test
    void out_ofLaterStages_waitsForThoseBefore() {
        ordered.of(1).out("b1");
        ordered.of(0).out("a1");
        ordered.of(2).err("c1");
        assertThat(heard).hasToString("a1");

        ordered.complete(1);
        ordered.of(0).image("a");
        assertThat(heard).hasToString("a1#a");
        ordered.complete(0);

        assertThat(heard).hasToString("a1#ab1!c1");
        ordered.of(2).out("c2");
        assertThat(heard).hasToString("a1#ab1!c1c2");
    }

    @Test
    void text_inPieces_keepsItsCharacters() {
        Utf8Text text = new Utf8Text();
        byte[] bytes = "aé€".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (byte each : bytes) {
            all.append(text.add(new byte[] {each}));
        }
        assertThat(all).hasToString("aé€");
        assertThat(text.add(new byte[] {(byte) 0xff})).isEqualTo("\ufffd");
    }
}
