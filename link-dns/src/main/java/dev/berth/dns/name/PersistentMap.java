package dev.berth.dns.name;

import java.util.Arrays;
import java.util.Optional;

/**
 * An immutable hash map of which changed copies share all but a few arrays: a change costs about the same at ten
 * entries and at a hundred thousand, and readers take no lock.
 *
 * <p>A trie over the bits of the hash. A node's slot holds nothing, a node below, or a bucket: keys and values in turn.
 */
final class PersistentMap<K, V> {
    private static final int BITS = 5;
    private static final int WIDTH = 1 << BITS;
    private static final int MASK = WIDTH - 1;

    /** Entries in a bucket before it is spread over a node; keys of the same hash stay together at the bottom. */
    private static final int BUCKET = 4;

    private static final int DEEPEST = 30;

    private final Object[] root;
    private final int size;

    private PersistentMap(Object[] root, int size) {
        this.root = root;
        this.size = size;
    }

    /** Without entries. */
    static <K, V> PersistentMap<K, V> empty() {
        return new PersistentMap<>(new Object[WIDTH], 0);
    }

    private record Bucket(Object[] pairs) {
        int indexOf(Object key) {
            for (int i = 0; i < pairs.length; i += 2) {
                if (pairs[i].equals(key)) {
                    return i;
                }
            }
            return -1;
        }
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    Optional<V> get(K key) {
        int hash = spread(key);
        Object[] node = root;
        while (true) {
            Object slot = node[hash & MASK];
            if (slot instanceof Object[] below) {
                node = below;
                hash >>>= BITS;
            } else if (slot instanceof Bucket bucket) {
                int index = bucket.indexOf(key);
                return index < 0 ? Optional.empty() : Optional.of((V) bucket.pairs()[index + 1]);
            } else {
                return Optional.empty();
            }
        }
    }

    /** The map with the value in place of what the key had. */
    PersistentMap<K, V> with(K key, V value) {
        boolean known = get(key).isPresent();
        return new PersistentMap<>(put(root, spread(key), 0, key, value), known ? size : size + 1);
    }

    /** The map without the key. */
    PersistentMap<K, V> without(K key) {
        return get(key).isEmpty() ? this : new PersistentMap<>(take(root, spread(key), key), size - 1);
    }

    private static Object[] put(Object[] node, int hash, int depth, Object key, Object value) {
        Object[] copy = node.clone();
        Object slot = node[hash & MASK];
        if (slot instanceof Object[] below) {
            copy[hash & MASK] = put(below, hash >>> BITS, depth + BITS, key, value);
        } else if (slot instanceof Bucket bucket) {
            copy[hash & MASK] = grown(bucket, depth, key, value);
        } else {
            copy[hash & MASK] = new Bucket(new Object[] {key, value});
        }
        return copy;
    }

    private static Object grown(Bucket bucket, int depth, Object key, Object value) {
        int index = bucket.indexOf(key);
        if (index >= 0) {
            Object[] pairs = bucket.pairs().clone();
            pairs[index + 1] = value;
            return new Bucket(pairs);
        }
        Object[] pairs = Arrays.copyOf(bucket.pairs(), bucket.pairs().length + 2);
        pairs[pairs.length - 2] = key;
        pairs[pairs.length - 1] = value;
        if (pairs.length <= 2 * BUCKET || depth >= DEEPEST) {
            return new Bucket(pairs);
        }
        Object[] node = new Object[WIDTH];
        for (int i = 0; i < pairs.length; i += 2) {
            node = put(node, spread(pairs[i]) >>> depth + BITS, depth + BITS, pairs[i], pairs[i + 1]);
        }
        return node;
    }

    private static Object[] take(Object[] node, int hash, Object key) {
        Object[] copy = node.clone();
        Object slot = node[hash & MASK];
        if (slot instanceof Object[] below) {
            copy[hash & MASK] = take(below, hash >>> BITS, key);
        } else if (slot instanceof Bucket bucket) {
            copy[hash & MASK] = shrunk(bucket, key);
        }
        return copy;
    }

    private static @org.jspecify.annotations.Nullable Bucket shrunk(Bucket bucket, Object key) {
        Object[] old = bucket.pairs();
        if (old.length == 2) {
            return null;
        }
        int index = bucket.indexOf(key);
        Object[] pairs = new Object[old.length - 2];
        System.arraycopy(old, 0, pairs, 0, index);
        System.arraycopy(old, index + 2, pairs, index, pairs.length - index);
        return new Bucket(pairs);
    }

    private static int spread(Object key) {
        int hash = key.hashCode();
        return hash ^ hash >>> 16;
    }
}
