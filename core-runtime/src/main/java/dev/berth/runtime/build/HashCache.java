package dev.berth.runtime.build;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Digests of images' files, which do not change; the last {@value #MOST} of them. */
final class HashCache {
    static final int MOST = 4096;

    private final Map<String, String> hashes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST;
        }
    };

    synchronized Optional<String> find(String key) {
        return Optional.ofNullable(hashes.get(key));
    }

    synchronized void put(String key, String hash) {
        hashes.put(key, hash);
    }
}
