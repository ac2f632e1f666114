package io.aerosocket.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Frames as words, the same for both ends of a connection:
 * <ul>
 * <li>{@code 81:48656c} a frame with this first byte and payload, its length in the
 * shortest form, masked if its sender is a client;
 * <li>{@code 81:'Hello'} the same with a payload of ASCII;
 * <li>{@code 82:78*300} one byte, three hundred times;
 * <li>{@code 82/2=125} a header with this length in the next 2 (or 8) bytes, and no
 * payload; {@code 82/0=5} in the second byte;
 * <li>{@code !81:41} a frame that is masked if its sender is a server;
 * <li>{@code close=1000} a Close with a code; {@code close} one without;
 * <li>{@code (word word)*100} several times.
 * </ul>
 */
final class FrameScript {

	private static final byte[][] KEYS = { HexFormat.of().parseHex("37fa213d"), new byte[4],
			HexFormat.of().parseHex("ffffffff"), HexFormat.of().parseHex("00800001") };

	private final List<String> words;

	private FrameScript(List<String> words) {
		this.words = words;
	}

	static FrameScript of(String script) {
		return new FrameScript(words(script));
	}

	private static List<String> words(String script) {
		List<String> words = new ArrayList<>();
		String rest = script.strip();
		while (!rest.isEmpty()) {
			if (rest.startsWith("(")) {
				int close = rest.indexOf(")*");
				int end = wordEnd(rest, close);
				int times = Integer.parseInt(rest.substring(close + 2, end));
				List<String> group = words(rest.substring(1, close));
				for (int i = 0; i < times; i++) {
					words.addAll(group);
				}
				rest = rest.substring(end).strip();
			}
			else {
				int quote = rest.indexOf('\'');
				int end = wordEnd(rest, 0);
				if (quote >= 0 && quote < end) {
					end = rest.indexOf('\'', quote + 1) + 1;
				}
				words.add(rest.substring(0, end));
				rest = rest.substring(end).strip();
			}
		}
		return words;
	}

	private static int wordEnd(String text, int from) {
		int end = text.indexOf(' ', from);
		return (end < 0) ? text.length() : end;
	}

	/**
	 * Returns the frames as words.
	 * @return the words
	 */
	List<String> words() {
		return this.words;
	}

	/**
	 * Returns the frames as bytes.
	 * @param byClient whether a client sends them
	 * @return the bytes
	 */
	byte[] bytes(boolean byClient) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		for (int i = 0; i < this.words.size(); i++) {
			String word = this.words.get(i);
			boolean wrong = word.startsWith("!");
			bytes.writeBytes(frame(wrong ? word.substring(1) : word, byClient != wrong, KEYS[i % KEYS.length]));
		}
		return bytes.toByteArray();
	}

	private static byte[] frame(String word, boolean masked, byte[] key) {
		if (word.startsWith("close")) {
			byte[] code = word.equals("close") ? new byte[0] : closePayload(Integer.parseInt(word.substring(6)));
			return frame(0x88, code, masked, key);
		}
		int first = Integer.parseInt(word.substring(0, 2), 16);
		if (word.charAt(2) == ':') {
			return frame(first, payload(word.substring(3)), masked, key);
		}
		int lengthBytes = word.charAt(3) - '0';
		long length = Long.parseUnsignedLong(word.substring(5));
		return header(first, lengthBytes, length, masked, key);
	}

	/**
	 * Builds a frame with the shortest form of its length.
	 * @param first the first byte
	 * @param payload the payload
	 * @param masked whether it is masked
	 * @param key with what
	 * @return the bytes
	 */
	static byte[] frame(int first, byte[] payload, boolean masked, byte[] key) {
		int lengthBytes = (payload.length < 126) ? 0 : (payload.length <= 0xFFFF) ? 2 : 8;
		byte[] header = header(first, lengthBytes, payload.length, masked, key);
		byte[] frame = Arrays.copyOf(header, header.length + payload.length);
		for (int i = 0; i < payload.length; i++) {
			frame[header.length + i] = (byte) (masked ? payload[i] ^ key[i & 3] : payload[i]);
		}
		return frame;
	}

	private static byte[] header(int first, int lengthBytes, long length, boolean masked, byte[] key) {
		int mask = masked ? 0x80 : 0;
		ByteBuffer header = ByteBuffer.allocate(14).put((byte) first);
		switch (lengthBytes) {
			case 0 -> header.put((byte) (mask | length));
			case 2 -> header.put((byte) (mask | 126)).putShort((short) length);
			default -> header.put((byte) (mask | 127)).putLong(length);
		}
		if (masked) {
			header.put(key);
		}
		return Arrays.copyOf(header.array(), header.position());
	}

	/**
	 * Reads a payload: hex, ASCII in quotes, or one byte many times.
	 * @param text the text
	 * @return the bytes
	 */
	static byte[] payload(String text) {
		if (text.startsWith("'")) {
			return text.substring(1, text.length() - 1).getBytes(StandardCharsets.US_ASCII);
		}
		int star = text.indexOf('*');
		if (star < 0) {
			return HexFormat.of().parseHex(text);
		}
		byte[] payload = new byte[Integer.parseInt(text.substring(star + 1))];
		Arrays.fill(payload, (byte) Integer.parseInt(text.substring(0, star), 16));
		return payload;
	}

	private static byte[] closePayload(int code) {
		return new byte[] { (byte) (code >>> 8), (byte) code };
	}

}
