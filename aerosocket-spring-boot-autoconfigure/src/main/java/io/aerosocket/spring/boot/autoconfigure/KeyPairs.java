package io.aerosocket.spring.boot.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;

/**
 * Tells whether the private keys of an SSL bundle belong to its certificates. The JDK
 * would notice it in each handshake, and files that are replaced one after the other do
 * not fit each other for a moment.
 */
final class KeyPairs {

	private static final byte[] PROBE = "AeroSocket".getBytes(StandardCharsets.US_ASCII);

	private KeyPairs() {
	}

	/**
	 * Looks for a key that does not belong to its certificate.
	 * @param bundle the bundle
	 * @return whether there is one; not if nobody can tell, as with a key of an algorithm
	 * that is not known here
	 */
	static boolean differ(SslBundle bundle) {
		KeyStore store = bundle.getStores().getKeyStore();
		if (store == null) {
			return false;
		}
		try {
			char[] password = password(bundle);
			for (String alias : aliases(store, bundle.getKey())) {
				if (store.getKey(alias, password) instanceof PrivateKey key && differ(key, store, alias)) {
					return true;
				}
			}
			return false;
		}
		// Who makes the managers of it says what is wrong.
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	private static List<String> aliases(KeyStore store, SslBundleKey key) throws GeneralSecurityException {
		String alias = key.getAlias();
		return (alias != null) ? List.of(alias) : Collections.list(store.aliases());
	}

	private static char @Nullable [] password(SslBundle bundle) {
		String ofKey = bundle.getKey().getPassword();
		String password = (ofKey != null) ? ofKey : bundle.getStores().getKeyStorePassword();
		return (password != null) ? password.toCharArray() : null;
	}

	private static boolean differ(PrivateKey key, KeyStore store, String alias) throws GeneralSecurityException {
		Certificate certificate = store.getCertificate(alias);
		String algorithm = signature(key);
		if (certificate == null || algorithm == null) {
			return false;
		}
		PublicKey other = certificate.getPublicKey();
		return !sameAlgorithm(key, other) || !verifies(algorithm, key, other);
	}

	private static boolean sameAlgorithm(Key one, Key other) {
		return one.getAlgorithm().equals(other.getAlgorithm());
	}

	private static boolean verifies(String algorithm, PrivateKey key, PublicKey other) throws GeneralSecurityException {
		Signature signing = Signature.getInstance(algorithm);
		signing.initSign(key);
		signing.update(PROBE);
		byte[] signature = signing.sign();
		try {
			Signature verifying = Signature.getInstance(algorithm);
			verifying.initVerify(other);
			verifying.update(PROBE);
			return verifying.verify(signature);
		}
		// Of another length, or another curve.
		catch (SignatureException | InvalidKeyException ex) {
			return false;
		}
	}

	private static @Nullable String signature(PrivateKey key) {
		return switch (key.getAlgorithm()) {
			case "RSA" -> "SHA256withRSA";
			case "EC" -> "SHA256withECDSA";
			case "EdDSA", "Ed25519", "Ed448" -> key.getAlgorithm();
			default -> null;
		};
	}

}
