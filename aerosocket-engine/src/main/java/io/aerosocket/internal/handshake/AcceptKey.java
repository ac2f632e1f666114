package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * The proof that a server understood a client's key (RFC 6455 section 4.2.2, step 5.4).
 * What computing it needs is kept for each thread.
 */
public final class AcceptKey {

	private static final byte[] GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11".getBytes(StandardCharsets.US_ASCII);

	/** 16 bytes in base64. */
	static final int KEY_CHARACTERS = 24;

	private static final byte[] DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
		.getBytes(StandardCharsets.US_ASCII);

	private static final int DIGEST_BYTES = 20;

	/** 20 bytes in base64. */
	private static final int ACCEPT_CHARACTERS = 28;

	private static final FastThreadLocal<AcceptKey> OF_THREAD = new FastThreadLocal<>() {

		@Override
		protected AcceptKey initialValue() throws NoSuchAlgorithmException {
			return new AcceptKey(MessageDigest.getInstance("SHA-1"));
		}

	};

	private final MessageDigest sha1;

	private final byte[] digest = new byte[DIGEST_BYTES];

	private final byte[] accept = new byte[ACCEPT_CHARACTERS];

	private AcceptKey(MessageDigest sha1) {
		this.sha1 = sha1;
	}

	/**
	 * Returns whether a key is 16 bytes in base64 (section 4.2.1, step 5).
	 * @param bytes where the value of {@code Sec-WebSocket-Key} stands
	 * @param from where it starts
	 * @param to where it ends
	 * @return whether it is
	 */
	static boolean isKey(byte[] bytes, int from, int to) {
		if (to - from != KEY_CHARACTERS || bytes[to - 1] != '=' || bytes[to - 2] != '=') {
			return false;
		}
		for (int i = from; i < to - 2; i++) {
			byte c = bytes[i];
			if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '+' && c != '/') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Computes the answer to a key.
	 * @param key the value of {@code Sec-WebSocket-Key}
	 * @return the value of {@code Sec-WebSocket-Accept}
	 */
	public static byte[] accept(String key) {
		byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
		return OF_THREAD.get().compute(bytes, 0, bytes.length).clone();
	}

	/**
	 * Writes the answer to a key.
	 * @param bytes where the key stands
	 * @param from where it starts
	 * @param length its size
	 * @param out gets the value of {@code Sec-WebSocket-Accept}
	 */
	static void write(byte[] bytes, int from, int length, ByteBuf out) {
		out.writeBytes(OF_THREAD.get().compute(bytes, from, length));
	}

	private byte[] compute(byte[] bytes, int from, int length) {
		this.sha1.update(bytes, from, length);
		this.sha1.update(GUID);
		try {
			this.sha1.digest(this.digest, 0, DIGEST_BYTES);
		}
		catch (DigestException ex) {
			throw new IllegalStateException("SHA-1 has 20 bytes", ex);
		}
		int at = 0;
		for (int i = 0; i < DIGEST_BYTES; i += 3) {
			int third = (i + 2 < DIGEST_BYTES) ? this.digest[i + 2] & 0xFF : 0;
			int bits = (this.digest[i] & 0xFF) << 16 | (this.digest[i + 1] & 0xFF) << 8 | third;
			this.accept[at++] = DIGITS[bits >>> 18];
			this.accept[at++] = DIGITS[(bits >>> 12) & 0x3F];
			this.accept[at++] = DIGITS[(bits >>> 6) & 0x3F];
			this.accept[at++] = DIGITS[bits & 0x3F];
		}
		this.accept[ACCEPT_CHARACTERS - 1] = '=';
		return this.accept;
	}

}
