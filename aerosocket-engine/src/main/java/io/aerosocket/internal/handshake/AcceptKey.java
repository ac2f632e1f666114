package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * The proof that a server understood a client's key (RFC 6455 section 4.2.2, step 5.4).
 */
public final class AcceptKey {

	private static final byte[] GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11".getBytes(StandardCharsets.US_ASCII);

	/** 16 bytes in base64. */
	private static final int KEY_CHARACTERS = 24;

	private static final FastThreadLocal<MessageDigest> SHA_1 = new FastThreadLocal<>() {

		@Override
		protected MessageDigest initialValue() throws NoSuchAlgorithmException {
			return MessageDigest.getInstance("SHA-1");
		}

	};

	private AcceptKey() {
	}

	/**
	 * Returns whether a key is 16 bytes in base64 (section 4.2.1, step 5).
	 * @param key the value of {@code Sec-WebSocket-Key}
	 * @return whether it is
	 */
	static boolean isKey(String key) {
		if (key.length() != KEY_CHARACTERS || !key.endsWith("==")) {
			return false;
		}
		for (int i = 0; i < KEY_CHARACTERS - 2; i++) {
			char c = key.charAt(i);
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
		MessageDigest digest = SHA_1.get();
		digest.update(key.getBytes(StandardCharsets.ISO_8859_1));
		digest.update(GUID);
		return Base64.getEncoder().encode(digest.digest());
	}

}
