package io.aerosocket.internal.message;

/**
 * How much memory is set aside for a message of an announced size: announcing is not free
 * for a hostile peer.
 */
final class BelievedLength {

	/** Set aside for the first byte of a message, if so much is announced. */
	private static final int FIRST_BYTES = 4 * 1024;

	/**
	 * A declared length is taken at its word up to here once a quarter of it has come;
	 * beyond, as much again is believed as has come already.
	 */
	private static final int TRUSTED_LENGTH = 64 * 1024;

	private BelievedLength() {
	}

	/**
	 * Returns the size that a message has at the end of the frame under way, as far as
	 * what has come makes the announcement likely.
	 * @param size what came of the message before
	 * @param length what comes now
	 * @param announced the size at the end of the frame, as its header says
	 * @return bytes, at least what has come
	 */
	static long of(long size, int length, long announced) {
		long come = size + length;
		long credit = (come < TRUSTED_LENGTH / 4) ? Math.max(FIRST_BYTES, 4 * come)
				: Math.max(TRUSTED_LENGTH, 2 * come);
		return Math.max(come, Math.min(announced, credit));
	}

}
