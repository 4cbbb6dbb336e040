package dev.berth.dns.resolver;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Replies by question, within a bound of memory. Two halves: what was asked for once, and what was asked for again. A
 * flood of names that nobody asks for twice pushes out only its like. Used on the event loop only.
 */
final class ReplyCache {
    private final Half once;
    private final Half again;

    /** @param bytes of both halves together */
    ReplyCache(int bytes) {
        once = new Half(bytes / 2);
        again = new Half(bytes / 2);
    }

    private static final class Half {
        private final int most;
        private final Map<QuestionKey, CachedReply> replies = new LinkedHashMap<>(16, 0.75f, true);
        private int weight;

        Half(int most) {
            this.most = most;
        }

        void put(QuestionKey key, CachedReply reply) {
            remove(key);
            replies.put(key, reply);
            weight += weight(key, reply);
            Iterator<Map.Entry<QuestionKey, CachedReply>> eldest =
                    replies.entrySet().iterator();
            while (weight > most && eldest.hasNext()) {
                Map.Entry<QuestionKey, CachedReply> out = eldest.next();
                weight -= weight(out.getKey(), out.getValue());
                eldest.remove();
            }
        }

        Optional<CachedReply> remove(QuestionKey key) {
            Optional<CachedReply> known = Optional.ofNullable(replies.remove(key));
            known.ifPresent(reply -> weight -= weight(key, reply));
            return known;
        }

        private static int weight(QuestionKey key, CachedReply reply) {
            return key.name().length() + reply.weight();
        }
    }

    /** What is known, fresh or stale. */
    Optional<CachedReply> get(QuestionKey key, long now) {
        Optional<CachedReply> known = Optional.ofNullable(again.replies.get(key));
        if (known.isEmpty()) {
            known = once.remove(key);
            known.ifPresent(reply -> again.put(key, reply));
        }
        return known.filter(reply -> reply.isUsable(now));
    }

    void put(QuestionKey key, CachedReply reply) {
        if (again.remove(key).isPresent()) {
            again.put(key, reply);
        } else {
            once.put(key, reply);
        }
    }

    /** Entries. */
    int size() {
        return once.replies.size() + again.replies.size();
    }
}
