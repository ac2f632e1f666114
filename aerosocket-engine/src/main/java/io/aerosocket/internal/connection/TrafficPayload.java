package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;

import io.aerosocket.TrafficLogOptions;

/**
 * Writes payloads for a log: not more than allowed, without what is masked, and in one
 * line whatever the peer sends.
 */
final class TrafficPayload {

	/** What is masked may begin within the limit and end behind it. */
	private static final int BEYOND = 1024;

	private static final HexFormat BYTES = HexFormat.ofDelimiter(" ");

	private final int most;

	private final TrafficMask mask;

	TrafficPayload(TrafficLogOptions options) {
		this.most = options.maxPayload();
		this.mask = new TrafficMask(options);
	}

	/**
	 * Writes a text.
	 * @param payload the text, whose position and limit do not move
	 * @return what may be in the log, with a blank before it, or nothing
	 */
	String text(ByteBuffer payload) {
		int size = payload.remaining();
		if (this.most == 0 || size == 0) {
			return "";
		}
		byte[] bytes = first(payload, this.most + BEYOND);
		String text = new String(bytes, StandardCharsets.UTF_8);
		BitSet hidden;
		try {
			hidden = this.mask.hidden(text);
		}
		catch (StackOverflowError ex) {
			return " (a masking pattern is too much for it)";
		}
		StringBuilder line = new StringBuilder(" ");
		int written = append(text, hidden, line);
		return end(line, size - written);
	}

	/**
	 * Writes bytes.
	 * @param payload the bytes, whose position and limit do not move
	 * @return what may be in the log, with a blank before it, or nothing
	 */
	String binary(ByteBuffer payload) {
		int size = payload.remaining();
		if (this.most == 0 || size == 0) {
			return "";
		}
		byte[] bytes = first(payload, this.most);
		return end(new StringBuilder(" ").append(BYTES.formatHex(bytes)), size - bytes.length);
	}

	private static byte[] first(ByteBuffer payload, int most) {
		byte[] bytes = new byte[Math.min(payload.remaining(), most)];
		payload.duplicate().get(bytes);
		return bytes;
	}

	// Returns the bytes that the written characters stand for.
	private int append(String text, BitSet hidden, StringBuilder line) {
		int bytes = 0;
		int i = 0;
		while (i < text.length()) {
			int c = text.codePointAt(i);
			int size = (c < 0x80) ? 1 : (c < 0x800) ? 2 : (c < 0x10000) ? 3 : 4;
			if (bytes + size > this.most) {
				break;
			}
			bytes += size;
			if (!hidden.get(i)) {
				append(c, line);
			}
			else if (i == 0 || !hidden.get(i - 1)) {
				line.append("***");
			}
			i += Character.charCount(c);
		}
		return bytes;
	}

	private static void append(int c, StringBuilder line) {
		switch (c) {
			case '\n' -> line.append("\\n");
			case '\r' -> line.append("\\r");
			case '\t' -> line.append("\\t");
			default -> {
				if (isPrintable(c)) {
					line.appendCodePoint(c);
				}
				else {
					line.append("\\u{").append(Integer.toHexString(c)).append('}');
				}
			}
		}
	}

	// No controls, line ends of Unicode, nor marks that turn the direction of a line.
	private static boolean isPrintable(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				false;
			default -> true;
		};
	}

	private static String end(StringBuilder line, int left) {
		return (left > 0) ? line.append(" (").append(left).append(" bytes more)").toString() : line.toString();
	}

}
