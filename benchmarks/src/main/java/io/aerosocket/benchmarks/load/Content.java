package io.aerosocket.benchmarks.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

import io.aerosocket.benchmarks.UsageException;

/**
 * What messages consist of.
 */
public enum Content {

	/** Bytes of every value. */
	BINARY(0x2),

	/** Text of ASCII characters only. */
	TEXT(0x1),

	/** Text with characters of one to four bytes. */
	UTF8(0x1);

	private static final String ASCII = "{\"room\":\"benchmark\",\"from\":\"driver\",\"text\":\"the quick brown fox\"} ";

	private static final String[] MIXED = "na\u00EFve caf\u00E9 \u2013 \u65E5\u672C\u8A9E \uD83D\uDE80 ok ".codePoints()
		.mapToObj(Character::toString)
		.toArray(String[]::new);

	private final int opcode;

	Content(int opcode) {
		this.opcode = opcode;
	}

	/**
	 * Finds a content by its name.
	 * @param name the name in lower case
	 * @return the content
	 * @throws UsageException if there is none
	 */
	public static Content of(String name) {
		for (Content content : values()) {
			if (content.toString().equals(name)) {
				return content;
			}
		}
		throw new UsageException("content: " + name + " (expected: binary, text or utf8)");
	}

	/**
	 * Returns the opcode of its messages (RFC 6455 section 5.2).
	 * @return the opcode
	 */
	int opcode() {
		return this.opcode;
	}

	/**
	 * Makes a payload, always the same for a size.
	 * @param size how many bytes
	 * @return a new array
	 */
	byte[] payload(int size) {
		byte[] payload = new byte[size];
		switch (this) {
			case BINARY -> new SplittableRandom(size).nextBytes(payload);
			case TEXT -> fill(payload, ASCII.split(""));
			case UTF8 -> fill(payload, MIXED);
		}
		return payload;
	}

	private static void fill(byte[] payload, String[] characters) {
		int end = 0;
		for (int i = 0;; i++) {
			byte[] next = characters[i % characters.length].getBytes(StandardCharsets.UTF_8);
			if (end + next.length > payload.length) {
				break;
			}
			System.arraycopy(next, 0, payload, end, next.length);
			end += next.length;
		}
		Arrays.fill(payload, end, payload.length, (byte) '.');
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
