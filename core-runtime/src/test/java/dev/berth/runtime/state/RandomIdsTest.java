package dev.berth.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomIdsTest {
    /** Of so many, some forty would begin with a number if that were not seen to. */
    private static final int MANY = 10_000;

    @Test
    void next_many_areDigitsAndDifferentAndBeginWithNoNumber() {
        List<String> ids = Stream.generate(RandomIds::next).limit(MANY).toList();
        assertThat(ids).allMatch(id -> id.matches("[0-9a-f]{64}")).doesNotHaveDuplicates();
        assertThat(ids).noneMatch(id -> id.substring(0, 12).matches("[0-9]+"));
    }
}
