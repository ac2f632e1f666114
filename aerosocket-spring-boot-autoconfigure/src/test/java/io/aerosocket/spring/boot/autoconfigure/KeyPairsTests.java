package io.aerosocket.spring.boot.autoconfigure;

import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleKey;
import org.springframework.boot.ssl.SslStoreBundle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KeyPairs}.
 */
class KeyPairsTests {

	private static final String PASSWORD = "changeit";

	@ParameterizedTest
	@EnumSource(value = Algorithm.class, names = { "rsa2048", "ecp256", "ecp384", "ed25519", "ed448" })
	void aKeyBelongsToItsOwnCertificateOnly(Algorithm algorithm) throws Exception {
		X509Bundle one = certificate(algorithm);
		X509Bundle other = certificate(algorithm);
		assertThat(KeyPairs.differ(bundle(one, one, null))).isFalse();
		assertThat(KeyPairs.differ(bundle(one, other, null))).isTrue();
	}

	@Test
	void aKeyOfAnotherKindDoesNotBelongToACertificate() throws Exception {
		assertThat(KeyPairs.differ(bundle(certificate(Algorithm.rsa2048), certificate(Algorithm.ecp256), null)))
			.isTrue();
		assertThat(KeyPairs.differ(bundle(certificate(Algorithm.rsa2048), certificate(Algorithm.rsa3072), null)))
			.isTrue();
		assertThat(KeyPairs.differ(bundle(certificate(Algorithm.ecp384), certificate(Algorithm.ecp256), null)))
			.isTrue();
	}

	@Test
	void onlyTheNamedKeyIsLookedAt() throws Exception {
		X509Bundle right = certificate(Algorithm.ecp256);
		SslBundle bundle = bundle(right, certificate(Algorithm.ecp256), "right");
		KeyStore store = bundle.getStores().getKeyStore();
		put(store, "right", right, right);
		assertThat(KeyPairs.differ(bundle)).isFalse();
	}

	@Test
	void whatCannotBeReadIsLeftToOthers() throws Exception {
		X509Bundle right = certificate(Algorithm.ecp256);
		SslBundle wrongPassword = SslBundle.of(SslStoreBundle.of(store(right, right), null, null),
				SslBundleKey.of("wrong"));
		assertThat(KeyPairs.differ(wrongPassword)).isFalse();
		assertThat(KeyPairs.differ(SslBundle.of(SslStoreBundle.NONE))).isFalse();
	}

	private static SslBundle bundle(X509Bundle key, X509Bundle certificate, String alias) throws Exception {
		return SslBundle.of(SslStoreBundle.of(store(key, certificate), PASSWORD, null), SslBundleKey.of(null, alias));
	}

	private static KeyStore store(X509Bundle key, X509Bundle certificate) throws Exception {
		KeyStore store = KeyStore.getInstance("JKS");
		store.load(null, null);
		put(store, "pair", key, certificate);
		return store;
	}

	private static void put(KeyStore store, String alias, X509Bundle key, X509Bundle certificate) throws Exception {
		PrivateKey privateKey = key.getKeyPair().getPrivate();
		// Like PEM files: nothing compares the two.
		store.setKeyEntry(alias, privateKey, PASSWORD.toCharArray(),
				new Certificate[] { certificate.getCertificate() });
	}

	private static X509Bundle certificate(Algorithm algorithm) throws Exception {
		return new CertificateBuilder().algorithm(algorithm)
			.subject("CN=localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
	}

}
