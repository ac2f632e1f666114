package io.aerosocket.internal.handshake;

import java.util.Arrays;
import java.util.List;

import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

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

	private final @Nullable RequestHead[] heads = new RequestHead[SLOTS];

	private final byte[] scratch = new byte[2 * WORTH_REMEMBERING];

	private RecentFields() {
	}

	/**
	 * Copies the lines of a head but for some fields.
	 * @param bytes the head
	 * @param fields where the first field starts
	 * @param names the names of the fields to leave out
	 * @param shared whether others may hold the same copy
	 * @return the other lines, which nobody changes any more
	 */
	static byte[] keep(byte[] bytes, int fields, List<String> names, boolean shared) {
		int most = bytes.length - fields;
		byte[] scratch = OF_THREAD.get().scratch;
		byte[] kept = (most <= scratch.length) ? scratch : new byte[most];
		int length = FieldLines.copyWithout(bytes, fields, names, kept);
		return (shared && length <= WORTH_REMEMBERING) ? OF_THREAD.get().recall(kept, length)
				: Arrays.copyOf(kept, length);
	}

	/**
	 * Returns the head that others hold too, if there has been one lately.
	 * @param head a head without anything that is about somebody
	 * @param hash of its fields
	 * @return the same, or an equal one
	 */
	static RequestHead share(RequestHead head, int hash) {
		@Nullable RequestHead[] heads = OF_THREAD.get().heads;
		int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
		RequestHead known = heads[slot];
		if (known == null || !known.isSameAs(head)) {
			known = head;
			heads[slot] = head;
		}
		return known;
	}

	private byte[] recall(byte[] fields, int length) {
		int hash = 0;
		for (int i = 0; i < length; i++) {
			hash = 31 * hash + fields[i];
		}
		int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
		byte[] known = this.slots[slot];
		if (known == null || !Arrays.equals(known, 0, known.length, fields, 0, length)) {
			known = Arrays.copyOf(fields, length);
			this.slots[slot] = known;
		}
		return known;
	}

}
