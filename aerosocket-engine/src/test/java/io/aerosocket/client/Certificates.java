package io.aerosocket.client;

import java.security.cert.X509Certificate;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/**
 * An authority of our own, and whom it certifies.
 */
final class Certificates {

	private final X509Bundle authority;

	Certificates(String name) {
		this.authority = build(
				() -> new CertificateBuilder().subject("CN=" + name).setIsCertificateAuthority(true).buildSelfSigned());
	}

	X509Certificate authority() {
		return this.authority.getCertificate();
	}

	/**
	 * Certifies a server.
	 * @param host its name
	 * @return its certificate and key
	 */
	X509Bundle server(String host) {
		return build(
				() -> new CertificateBuilder().subject("CN=" + host).addSanDnsName(host).buildIssuedBy(this.authority));
	}

	X509Bundle client(String name) {
		return build(() -> new CertificateBuilder().subject("CN=" + name).buildIssuedBy(this.authority));
	}

	/**
	 * Makes a server's context.
	 * @param bundle its certificate and key
	 * @param protocols the versions of TLS it speaks
	 * @return the context
	 */
	static SslContext context(X509Bundle bundle, String... protocols) {
		return build(() -> builder(bundle, protocols).build());
	}

	/**
	 * Makes the context of a server that wants to know its clients.
	 * @param bundle its certificate and key
	 * @return the context
	 */
	SslContext contextThatAsksClients(X509Bundle bundle) {
		return build(() -> builder(bundle, "TLSv1.3").clientAuth(ClientAuth.REQUIRE).trustManager(authority()).build());
	}

	private static SslContextBuilder builder(X509Bundle bundle, String... protocols) throws Exception {
		return SslContextBuilder.forServer(bundle.getKeyPair().getPrivate(), bundle.getCertificatePath())
			.protocols(protocols);
	}

	private static <T> T build(Building<T> building) {
		try {
			return building.build();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Something that is built.
	 *
	 * @param <T> what it is
	 */
	private interface Building<T> {

		T build() throws Exception;

	}

}
