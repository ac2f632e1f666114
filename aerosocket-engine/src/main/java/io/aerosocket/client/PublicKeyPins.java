package io.aerosocket.client;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import org.jspecify.annotations.Nullable;

/**
 * Which public keys a server may be certified by. Looked for in its certificate and in
 * those that signed it: what a server merely sends along proves nothing, as anybody may
 * send anybody's certificate.
 */
final class PublicKeyPins {

	private static final String PREFIX = "sha256/";

	private static final int SHA_256_BYTES = 32;

	/** No path of certificates is longer. */
	private static final int LONGEST_PATH = 10;

	private final Set<String> pins;

	private final List<X509Certificate> anchors;

	/**
	 * Creates pins.
	 * @param pins the SHA-256 of SubjectPublicKeyInfo, as {@code sha256/} and base64;
	 * none to accept any key
	 * @param anchors certificates of authorities that servers need not send
	 * @throws IllegalArgumentException if a pin is malformed
	 */
	PublicKeyPins(Collection<String> pins, List<X509Certificate> anchors) {
		pins.forEach(PublicKeyPins::check);
		this.pins = new LinkedHashSet<>(pins);
		this.anchors = anchors;
	}

	/**
	 * Computes the pin of a certificate.
	 * @param certificate the certificate
	 * @return its pin
	 */
	static String pin(X509Certificate certificate) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded());
			return PREFIX + Base64.getEncoder().encodeToString(digest);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Checks a server whose certificate was found to be trusted.
	 * @param session the session with it
	 * @throws SSLPeerUnverifiedException if none of its keys is pinned
	 */
	void verify(SSLSession session) throws SSLPeerUnverifiedException {
		if (this.pins.isEmpty()) {
			return;
		}
		List<String> found = signedPath(session.getPeerCertificates()).stream().map(PublicKeyPins::pin).toList();
		if (found.stream().noneMatch(this.pins::contains)) {
			throw new SSLPeerUnverifiedException(
					"None of the server's public keys is pinned: " + found + " (expected: one of " + this.pins + ")");
		}
	}

	// From the server's own certificate on, each signed by the next.
	private List<X509Certificate> signedPath(Certificate[] sent) {
		List<X509Certificate> known = new ArrayList<>();
		for (Certificate certificate : sent) {
			if (certificate instanceof X509Certificate x509) {
				known.add(x509);
			}
		}
		List<X509Certificate> path = new ArrayList<>();
		X509Certificate next = known.isEmpty() ? null : known.remove(0);
		known.addAll(this.anchors);
		while (next != null && path.size() < LONGEST_PATH) {
			path.add(next);
			next = signer(next, known);
			known.remove(next);
		}
		return path;
	}

	private static @Nullable X509Certificate signer(X509Certificate signed, List<X509Certificate> known) {
		for (X509Certificate candidate : known) {
			if (candidate.getSubjectX500Principal().equals(signed.getIssuerX500Principal())
					&& isSignedBy(signed, candidate)) {
				return candidate;
			}
		}
		return null;
	}

	private static boolean isSignedBy(X509Certificate signed, X509Certificate candidate) {
		try {
			signed.verify(candidate.getPublicKey());
			return true;
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	private static void check(String pin) {
		boolean wellFormed = pin.startsWith(PREFIX);
		if (wellFormed) {
			try {
				wellFormed = Base64.getDecoder().decode(pin.substring(PREFIX.length())).length == SHA_256_BYTES;
			}
			catch (IllegalArgumentException ex) {
				wellFormed = false;
			}
		}
		if (!wellFormed) {
			throw new IllegalArgumentException(
					"pin: " + pin + " (expected: sha256/ and the base64 of 32 bytes, SHA-256 of the public key)");
		}
	}

	@Override
	public String toString() {
		return Arrays.toString(this.pins.toArray());
	}

}
