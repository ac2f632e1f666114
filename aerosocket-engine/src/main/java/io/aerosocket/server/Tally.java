package io.aerosocket.server;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How many there are of each key. Keeps nothing of keys that there are none of, so that
 * it never grows beyond what it counts. Safe for any thread.
 *
 * @param <K> the type of the keys
 */
final class Tally<K> {

	private final ConcurrentMap<K, Integer> counts = new ConcurrentHashMap<>();

	/**
	 * Counts one more, if there may be so many.
	 * @param key its key
	 * @param limit the most that there may be of the key
	 * @return whether it was counted, and is to be removed one day
	 */
	boolean add(K key, int limit) {
		if (this.counts.merge(key, 1, Integer::sum) <= limit) {
			return true;
		}
		remove(key);
		return false;
	}

	/**
	 * Counts one less.
	 * @param key its key
	 */
	void remove(K key) {
		this.counts.computeIfPresent(key, (same, count) -> (count > 1) ? count - 1 : null);
	}

	/**
	 * Returns of how many keys there are any.
	 * @return the number
	 */
	int size() {
		return this.counts.size();
	}

}
