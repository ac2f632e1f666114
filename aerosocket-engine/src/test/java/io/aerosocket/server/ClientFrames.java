package io.aerosocket.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Builds a client's frames, right or wrong, as bytes (RFC 6455 section 5.2).
 */
final class ClientFrames {

	static final int FIN = 0x80;

	static final int CONTINUATION = 0x0;

	static final int TEXT = 0x1;

	static final int BINARY = 0x2;

	static final int CLOSE = 0x8;

	static final int PING = 0x9;

	static final int PONG = 0xA;

	private static final int MASKED = 0x80;

	/** The key of the RFC's own example in section 5.7. */
	private static final byte[] KEY = { 0x37, (byte) 0xfa, 0x21, 0x3d };

	private ClientFrames() {
	}

	static byte[] text(String text) {
		return frame(FIN | TEXT, utf8(text));
	}

	static byte[] binary(byte[] payload) {
		return frame(FIN | BINARY, payload);
	}

	static byte[] ping(String payload) {
		return frame(FIN | PING, utf8(payload));
	}

	static byte[] pong(String payload) {
		return frame(FIN | PONG, utf8(payload));
	}

	static byte[] firstOfText(String payload) {
		return frame(TEXT, utf8(payload));
	}

	static byte[] firstOfBinary(byte[] payload) {
		return frame(BINARY, payload);
	}

	static byte[] continuation(String payload) {
		return frame(CONTINUATION, utf8(payload));
	}

	static byte[] last(String payload) {
		return frame(FIN | CONTINUATION, utf8(payload));
	}

	static byte[] close() {
		return frame(FIN | CLOSE, new byte[0]);
	}

	static byte[] close(int code) {
		return close(code, "");
	}

	static byte[] close(int code, String reason) {
		return frame(FIN | CLOSE, closePayload(code, utf8(reason)));
	}

	static byte[] closePayload(int code, byte[] reason) {
		return ByteBuffer.allocate(2 + reason.length).putShort((short) code).put(reason).array();
	}

	/**
	 * Builds a masked frame with the shortest length.
	 * @param firstByte FIN, RSV1 to RSV3 and the opcode
	 * @param payload the payload before masking
	 * @return the frame
	 */
	static byte[] frame(int firstByte, byte[] payload) {
		return join(header(firstByte, payload.length), masked(payload));
	}

	/**
	 * Builds what comes before the payload, the key included.
	 * @param firstByte FIN, RSV1 to RSV3 and the opcode
	 * @param length the payload's length to declare
	 * @return the header with a mask
	 */
	static byte[] header(int firstByte, long length) {
		ByteBuffer header = ByteBuffer.allocate(14).put((byte) firstByte);
		if (length < 126) {
			header.put((byte) (MASKED | length));
		}
		else if (length <= 0xFFFF) {
			header.put((byte) (MASKED | 126)).putShort((short) length);
		}
		else {
			header.put((byte) (MASKED | 127)).putLong(length);
		}
		header.put(KEY).flip();
		byte[] bytes = new byte[header.remaining()];
		header.get(bytes);
		return bytes;
	}

	static byte[] unmasked(int firstByte, byte[] payload) {
		return join(new byte[] { (byte) firstByte, (byte) payload.length }, payload);
	}

	static byte[] masked(byte[] payload) {
		byte[] bytes = new byte[payload.length];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) (payload[i] ^ KEY[i & 3]);
		}
		return bytes;
	}

	static byte[] hex(String hex) {
		return HexFormat.of().parseHex(hex.replace(" ", ""));
	}

	static byte[] utf8(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	static byte[] join(byte[]... parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			joined.writeBytes(part);
		}
		return joined.toByteArray();
	}

	static byte[] repeat(byte[] part, int times) {
		ByteArrayOutputStream repeated = new ByteArrayOutputStream();
		for (int i = 0; i < times; i++) {
			repeated.writeBytes(part);
		}
		return repeated.toByteArray();
	}

}
