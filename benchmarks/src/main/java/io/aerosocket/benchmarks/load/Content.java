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
	UTF8(0x1),

	/** One object of four members, as compact as writers of JSON make them. */
	JSON(0x1);

	private static final String ASCII = "{\"room\":\"benchmark\",\"from\":\"driver\",\"text\":\"the quick brown fox\"} ";

	/** The object, up to its last member, which fills the message. */
	private static final String RECORD = "{\"id\":4711,\"symbol\":\"AERO\",\"price\":10125,\"note\":\"";

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
		throw new UsageException("content: " + name + " (expected: binary, text, utf8 or json)");
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
	 * @throws UsageException if that is too few for an object
	 */
	byte[] payload(int size) {
		byte[] payload = new byte[size];
		switch (this) {
			case BINARY -> new SplittableRandom(size).nextBytes(payload);
			case TEXT -> fill(payload, ASCII.split(""));
			case UTF8 -> fill(payload, MIXED);
			case JSON -> {
				return json(size);
			}
		}
		return payload;
	}

	private static byte[] json(int size) {
		int note = size - RECORD.length() - 2;
		if (note < 0) {
			throw new UsageException("messageBytes: " + size + " of json (expected: " + (size - note) + " or more)");
		}
		return (RECORD + "x".repeat(note) + "\"}").getBytes(StandardCharsets.UTF_8);
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
