package io.aerosocket.internal.connection;

import java.security.SecureRandom;

/**
 * Ids of connections, composed out of the place where a connection is found, so that
 * finding it needs no index. Safe for any thread.
 */
final class ConnectionIds {

	/** No place. */
	static final long NOWHERE = -1;

	private static final int PREFIX_DIGITS = 12;

	private static final int LOOP_DIGITS = 3;

	private static final int SLOT_DIGITS = 6;

	private static final int SERIAL_AT = PREFIX_DIGITS + LOOP_DIGITS + SLOT_DIGITS;

	/** What no other registry has. */
	private final String prefix = randomPrefix();

	/**
	 * Composes an id.
	 * @param group the index of its event loop's group
	 * @param slot its slot there
	 * @param serial its number, which no other connection of the registry has
	 * @return the id
	 */
	String id(int group, int slot, long serial) {
		return this.prefix + hex(group, LOOP_DIGITS) + hex(slot, SLOT_DIGITS) + Long.toHexString(serial);
	}

	/**
	 * Reads where a connection is, if it is still there.
	 * @param id what may be the id of one
	 * @return the index of its group in the upper half, and its slot in the lower one, or
	 * {@link #NOWHERE}
	 */
	long place(String id) {
		if (id.length() <= SERIAL_AT || !id.startsWith(this.prefix)) {
			return NOWHERE;
		}
		try {
			int group = Integer.parseInt(id, PREFIX_DIGITS, PREFIX_DIGITS + LOOP_DIGITS, 16);
			int slot = Integer.parseInt(id, PREFIX_DIGITS + LOOP_DIGITS, SERIAL_AT, 16);
			return (group >= 0) ? ((long) group << Integer.SIZE) | (slot & 0xFFFF_FFFFL) : NOWHERE;
		}
		catch (NumberFormatException ex) {
			return NOWHERE;
		}
	}

	private static String randomPrefix() {
		SecureRandom random = new SecureRandom();
		StringBuilder digits = new StringBuilder();
		while (digits.length() < PREFIX_DIGITS) {
			digits.append(Character.forDigit(random.nextInt(36), 36));
		}
		return digits.toString();
	}

	private static String hex(int value, int digits) {
		String hex = Integer.toHexString(value);
		return "0".repeat(Math.max(0, digits - hex.length())) + hex;
	}

}
