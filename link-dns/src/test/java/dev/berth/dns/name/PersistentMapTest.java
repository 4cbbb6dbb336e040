package dev.berth.dns.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PersistentMapTest {
    /** Half of them have the same hash as another one. */
    private record Key(int number) {
        @Override
        public int hashCode() {
            return number / 2 % 40 << number % 7;
        }
    }

    @Test
    void withAndWithout_atRandom_agreesWithAHashMap() {
        Random random = new Random(7);
        Map<Key, Integer> expected = new HashMap<>();
        PersistentMap<Key, Integer> map = PersistentMap.empty();
        for (int i = 0; i < 20_000; i++) {
            Key key = new Key(random.nextInt(500));
            if (random.nextInt(3) == 0) {
                expected.remove(key);
                map = map.without(key);
            } else {
                expected.put(key, i);
                map = map.with(key, i);
            }
            assertThat(map.size()).isEqualTo(expected.size());
        }
        for (int number = 0; number < 500; number++) {
            Key key = new Key(number);
            assertThat(map.get(key).orElse(null)).isEqualTo(expected.get(key));
        }
    }

    @Test
    void with_changedCopy_leavesTheOldOneAsItWas() {
        PersistentMap<String, Integer> one =
                PersistentMap.<String, Integer>empty().with("a", 1);
        PersistentMap<String, Integer> two = one.with("a", 2).with("b", 3);

        assertThat(one.get("a")).contains(1);
        assertThat(one.get("b")).isEmpty();
        assertThat(two.without("a").get("a")).isEmpty();
        assertThat(two.get("a")).contains(2);
    }
}
