package io.aerosocket.spring.boot.autoconfigure.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import io.aerosocket.spring.boot.autoconfigure.AeroSocketAuditProperties.Pseudonymized;

/**
 * Replaces names of people and addresses by what only the holder of the key can tell from
 * a random text, and that is the same for the same value (HMAC-SHA-256, the first 64
 * bits).
 */
final class Pseudonyms {

	private static final String ALGORITHM = "HmacSHA256";

	private static final int BYTES = 8;

	private final Set<Pseudonymized> replaced;

	private final SecretKeySpec key;

	/**
	 * Creates pseudonyms.
	 * @param replaced what has one
	 * @param key the secret, or {@code null} for a random one
	 */
	Pseudonyms(Set<Pseudonymized> replaced, @Nullable String key) {
		this.replaced = replaced;
		this.key = new SecretKeySpec((key != null) ? key.getBytes(StandardCharsets.UTF_8) : random(), ALGORITHM);
	}

	private static byte[] random() {
		byte[] bytes = new byte[32];
		new SecureRandom().nextBytes(bytes);
		return bytes;
	}

	String user(String name) {
		return name.isEmpty() ? name : replace(Pseudonymized.USERS, name);
	}

	String address(String address) {
		return replace(Pseudonymized.ADDRESSES, address);
	}

	private String replace(Pseudonymized kind, String value) {
		if (!this.replaced.contains(kind)) {
			return value;
		}
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			byte[] code = mac.doFinal((kind + ":" + value).getBytes(StandardCharsets.UTF_8));
			return "~" + HexFormat.of().formatHex(code, 0, BYTES);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The JDK has no " + ALGORITHM, ex);
		}
	}

}
