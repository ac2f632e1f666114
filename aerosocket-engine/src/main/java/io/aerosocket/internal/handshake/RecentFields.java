package io.aerosocket.internal.handshake;

import java.util.Arrays;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * Header fields that were seen a while ago on this thread. Clients of the same make send
 * the same fields, so connections that stay for hours can share one copy.
 */
final class RecentFields {

	/** Larger ones are hardly ever the same, and would be kept for nothing. */
	static final int WORTH_REMEMBERING = 1024;

	private static final int SLOTS = 64;

	private static final FastThreadLocal<RecentFields> OF_THREAD = new FastThreadLocal<>() {

		@Override
		protected RecentFields initialValue() {
			return new RecentFields();
		}

	};

	private final byte[][] slots = new byte[SLOTS][];

	private RecentFields() {
	}

	/**
	 * Returns bytes of the same content, if there have been any lately.
	 * @param fields the bytes, which nobody changes any more
	 * @return the same, or an equal copy that others hold too
	 */
	static byte[] share(byte[] fields) {
		return (fields.length <= WORTH_REMEMBERING) ? OF_THREAD.get().recall(fields) : fields;
	}

	private byte[] recall(byte[] fields) {
		int hash = Arrays.hashCode(fields);
		int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
		if (!Arrays.equals(this.slots[slot], fields)) {
			this.slots[slot] = fields;
		}
		return this.slots[slot];
	}

}
