package io.aerosocket.client;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client trusts, and who it is. Checked once and then immutable.
 */
public final class ClientTls {

	private static final String VERIFY_HOSTNAME = "HTTPS";

	private final SslContext context;

	private final @Nullable String serverName;

	private final boolean verifiesHostname;

	private final PublicKeyPins pins;

	private ClientTls(Builder builder) {
		this.serverName = builder.serverName;
		this.verifiesHostname = builder.verifiesHostname;
		try {
			SslContext own = builder.context;
			List<X509Certificate> anchors = List.of();
			if (own == null) {
				TrustManagerFactory trust = builder.trustManagerFactory();
				anchors = anchors(trust);
				own = builder.buildContext(trust);
			}
			// Only an engine finds out that a protocol is unknown.
			ReferenceCountUtil.release(own.newEngine(ByteBufAllocator.DEFAULT));
			this.context = own;
			this.pins = new PublicKeyPins(builder.pins, anchors);
		}
		catch (GeneralSecurityException | SSLException ex) {
			throw new IllegalArgumentException("TLS cannot be set up like this: " + ex.getMessage(), ex);
		}
		if (!this.context.isClient()) {
			throw new IllegalArgumentException("context: for servers (expected: for clients)");
		}
	}

	/**
	 * Starts with the defaults: TLS 1.3, and trust as the JDK has it.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Computes what {@link Builder#pins} takes: SHA-256 of the certificate's public key.
	 * @param certificate the certificate of a server or of an authority
	 * @return {@code sha256/} and 44 characters of base64
	 */
	public static String pin(X509Certificate certificate) {
		return PublicKeyPins.pin(certificate);
	}

	/**
	 * Makes what encrypts one connection.
	 * @param allocator for its buffers
	 * @param destination where it leads
	 * @return the handler
	 */
	SslHandler newHandler(ByteBufAllocator allocator, Destination destination) {
		String name = (this.serverName != null) ? this.serverName : destination.host();
		SslHandler handler = this.context.newHandler(allocator, name, destination.port());
		SSLParameters parameters = handler.engine().getSSLParameters();
		// A context that somebody else made may leave the name unverified.
		parameters.setEndpointIdentificationAlgorithm(this.verifiesHostname ? VERIFY_HOSTNAME : "");
		handler.engine().setSSLParameters(parameters);
		// Our own deadline covers the proxy, TLS and HTTP together.
		handler.setHandshakeTimeoutMillis(0);
		return handler;
	}

	/**
	 * Checks whether a server that is trusted is one that was meant.
	 * @param session the session with it
	 * @throws SSLException if it is not
	 */
	void verify(SSLSession session) throws SSLException {
		this.pins.verify(session);
	}

	private static List<X509Certificate> anchors(TrustManagerFactory trust) {
		List<X509Certificate> anchors = new ArrayList<>();
		for (TrustManager manager : trust.getTrustManagers()) {
			if (manager instanceof X509TrustManager x509) {
				Collections.addAll(anchors, x509.getAcceptedIssuers());
			}
		}
		return anchors;
	}

	/**
	 * Collects what a client does about TLS.
	 */
	public static final class Builder {

		private @Nullable SslContext context;

		private @Nullable KeyStore trustStore;

		private @Nullable TrustManagerFactory trustManagerFactory;

		private @Nullable KeyManagerFactory keyManagerFactory;

		private @Nullable PrivateKey key;

		private X509Certificate[] certificates = {};

		private List<String> protocols = List.of("TLSv1.3");

		private @Nullable String serverName;

		private boolean verifiesHostname = true;

		private final Set<String> pins = new LinkedHashSet<>();

		private Builder() {
		}

		/**
		 * Sets a context that was made elsewhere, which has its own trust, identity and
		 * protocols. The host's name is verified all the same.
		 * @param context a context for clients
		 * @return this builder
		 */
		public Builder context(SslContext context) {
			this.context = context;
			return this;
		}

		/**
		 * Sets which authorities are trusted.
		 * @param trustStore their certificates; what the JDK trusts unless set
		 * @return this builder
		 */
		public Builder trust(KeyStore trustStore) {
			this.trustStore = trustStore;
			this.trustManagerFactory = null;
			return this;
		}

		/**
		 * Sets which authorities are trusted.
		 * @param authorities their certificates; what the JDK trusts unless set
		 * @return this builder
		 */
		public Builder trust(X509Certificate... authorities) {
			try {
				KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
				store.load(null, null);
				for (int i = 0; i < authorities.length; i++) {
					store.setCertificateEntry("authority-" + i, authorities[i]);
				}
				return trust(store);
			}
			catch (GeneralSecurityException | java.io.IOException ex) {
				throw new IllegalArgumentException("authorities: " + ex.getMessage(), ex);
			}
		}

		/**
		 * Sets what decides on trust.
		 * @param trust an initialised factory
		 * @return this builder
		 */
		public Builder trust(TrustManagerFactory trust) {
			this.trustManagerFactory = trust;
			this.trustStore = null;
			return this;
		}

		/**
		 * Sets who the client is, for servers that ask for a certificate.
		 * @param key the private key
		 * @param certificates its certificate, and those that signed it
		 * @return this builder
		 */
		public Builder identity(PrivateKey key, X509Certificate... certificates) {
			this.key = key;
			this.certificates = certificates.clone();
			return this;
		}

		/**
		 * Sets who the client is, for servers that ask for a certificate.
		 * @param identity an initialised factory
		 * @return this builder
		 */
		public Builder identity(KeyManagerFactory identity) {
			this.keyManagerFactory = identity;
			return this;
		}

		/**
		 * Sets the versions of TLS.
		 * @param protocols for example {@code TLSv1.3, TLSv1.2}; TLS 1.3 alone unless set
		 * @return this builder
		 */
		public Builder protocols(String... protocols) {
			this.protocols = List.of(protocols);
			return this;
		}

		/**
		 * Sets the name that is asked for (SNI, RFC 6066 section 3) and verified, where
		 * it is not that of the URI.
		 * @param serverName the name in the server's certificate
		 * @return this builder
		 */
		public Builder serverName(String serverName) {
			this.serverName = serverName;
			return this;
		}

		/**
		 * Adds public keys, one of which has to be the server's or that of an authority
		 * which signed it. Trust and the name are verified all the same. Pin a key that
		 * is not in use yet as well, or the day of a renewal will be a bad one.
		 * @param pins the SHA-256 of SubjectPublicKeyInfo, as {@code sha256/} and base64
		 * @return this builder
		 */
		public Builder pins(String... pins) {
			this.pins.addAll(List.of(pins));
			return this;
		}

		/**
		 * Accepts the trusted certificate of <em>any</em> host. Whoever has a certificate
		 * of some authority that is trusted, for whatever name, can then be in the
		 * middle, read everything and change it. For tests, never for production: set
		 * {@link #serverName} instead.
		 * @return this builder
		 */
		public Builder dangerouslyAcceptCertificatesOfAnyHost() {
			this.verifiesHostname = false;
			return this;
		}

		/**
		 * Checks the settings.
		 * @return the settings
		 * @throws IllegalArgumentException if keys, protocols or pins are of no use
		 */
		public ClientTls build() {
			return new ClientTls(this);
		}

		private TrustManagerFactory trustManagerFactory() throws GeneralSecurityException {
			TrustManagerFactory trust = this.trustManagerFactory;
			if (trust == null) {
				trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
				// Without a store, the JDK's own.
				trust.init(this.trustStore);
			}
			return trust;
		}

		private SslContext buildContext(TrustManagerFactory trust) throws SSLException {
			SslContextBuilder builder = SslContextBuilder.forClient().trustManager(trust).protocols(this.protocols);
			if (this.keyManagerFactory != null) {
				builder.keyManager(this.keyManagerFactory);
			}
			else if (this.key != null) {
				builder.keyManager(this.key, this.certificates);
			}
			return builder.build();
		}

	}

}
