package io.aerosocket.conformance;

import java.security.KeyStore;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/**
 * TLS between the endpoint under test and the other end, with a certificate of its own.
 */
final class Tls {

	private static final X509Bundle certificate = selfSigned();

	private Tls() {
	}

	static X509Certificate certificate() {
		return certificate.getCertificatePath()[0];
	}

	/**
	 * Returns what a server of ours proves itself with.
	 * @return the context
	 */
	static SslContext server() {
		try {
			return SslContextBuilder.forServer(certificate.getKeyPair().getPrivate(), certificate.getCertificatePath())
				.protocols("TLSv1.3")
				.build();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns the JDK's context for the other end, in either role.
	 * @return the context
	 */
	static SSLContext jdk() {
		try {
			KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
			keys.load(null, null);
			keys.setKeyEntry("localhost", certificate.getKeyPair().getPrivate(), new char[0],
					certificate.getCertificatePath());
			KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			managers.init(keys, new char[0]);
			SSLContext context = SSLContext.getInstance("TLSv1.3");
			context.init(managers.getKeyManagers(), certificate.toTrustManagerFactory().getTrustManagers(), null);
			return context;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static X509Bundle selfSigned() {
		try {
			return new CertificateBuilder().subject("CN=localhost")
				.addSanDnsName("localhost")
				.setIsCertificateAuthority(true)
				.buildSelfSigned();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
