package io.aerosocket.spring.boot.autoconfigure;

import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.core.NestedExceptionUtils;

/**
 * Makes Netty's TLS context of an SSL bundle.
 */
final class ServerSsl {

	private static final Logger logger = LoggerFactory.getLogger(ServerSsl.class);

	private static final String PROTOCOLS = "aerosocket.server.ssl.protocols";

	private static final String BUNDLE = "aerosocket.server.ssl.bundle";

	private static final List<String> DEFAULT_PROTOCOLS = List.of("TLSv1.3");

	private ServerSsl() {
	}

	/**
	 * Makes a context.
	 * @param properties which bundle, and how to use it
	 * @param bundles the application's bundles
	 * @return the context, or {@code null} if no bundle is named
	 * @throws NoSuchSslBundleException if there is no such bundle
	 */
	static @Nullable SslContext context(AeroSocketServerProperties.Ssl properties, ObjectProvider<SslBundles> bundles) {
		String name = properties.bundle();
		if (name == null) {
			return null;
		}
		SslBundles available = bundles.getIfAvailable();
		if (available == null) {
			throw new InvalidConfigurationPropertyValueException(BUNDLE, name,
					"There is no such bundle: define it below spring.ssl.bundle.jks or spring.ssl.bundle.pem");
		}
		try {
			SslBundle bundle = available.getBundle(name);
			checkStores(name, bundle.getStores(), properties.clientAuth());
			checkKeys(name, bundle);
			return context(bundle, properties);
		}
		catch (InvalidConfigurationPropertyValueException ex) {
			throw ex;
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidConfigurationPropertyValueException(BUNDLE, name,
					"There is no such bundle: define it below spring.ssl.bundle.jks or spring.ssl.bundle.pem", ex);
		}
		// Which is thrown for an unreadable file or a wrong password differs by its
		// format.
		catch (SSLException | RuntimeException ex) {
			throw new InvalidConfigurationPropertyValueException(BUNDLE, name,
					"No TLS context can be made of it: " + reason(ex) + ". Correct spring.ssl.bundle.*." + name + ".",
					ex);
		}
	}

	private static String reason(Exception error) {
		Throwable root = NestedExceptionUtils.getMostSpecificCause(error);
		String outer = String.valueOf(error.getMessage());
		return (root.equals(error) || outer.contains(String.valueOf(root.getMessage()))) ? outer
				: outer + ": " + root.getMessage();
	}

	private static SslContext context(SslBundle bundle, AeroSocketServerProperties.Ssl properties) throws SSLException {
		SslManagerBundle managers = bundle.getManagers();
		SslOptions options = bundle.getOptions();
		String[] ciphers = options.getCiphers();
		SslContextBuilder builder = SslContextBuilder.forServer(managers.getKeyManagerFactory())
			.sslProvider(SslProvider.JDK)
			.trustManager(managers.getTrustManagerFactory())
			.clientAuth(clientAuth(properties.clientAuth()))
			.protocols(protocols(properties, options));
		if (ciphers != null) {
			builder.ciphers(Arrays.asList(ciphers));
		}
		SslContext context = builder.build();
		// Netty applies protocols and ciphers to each connection; a wrong one must not
		// wait
		// for the first.
		context.newEngine(UnpooledByteBufAllocator.DEFAULT);
		return context;
	}

	private static List<String> protocols(AeroSocketServerProperties.Ssl properties, SslOptions options) {
		if (!properties.protocols().isEmpty()) {
			return supported(properties.protocols());
		}
		String[] ofBundle = options.getEnabledProtocols();
		return (ofBundle != null) ? Arrays.asList(ofBundle) : DEFAULT_PROTOCOLS;
	}

	private static List<String> supported(List<String> protocols) {
		try {
			List<String> supported = List.of(SSLContext.getDefault().getSupportedSSLParameters().getProtocols());
			if (!supported.containsAll(protocols)) {
				throw new InvalidConfigurationPropertyValueException(PROTOCOLS, protocols,
						"This JDK speaks only " + supported + ": use TLSv1.3, TLSv1.2 or both.");
			}
			return protocols;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The JDK has no TLS", ex);
		}
	}

	private static ClientAuth clientAuth(io.aerosocket.spring.boot.autoconfigure.ClientAuth clientAuth) {
		return switch (clientAuth) {
			case NONE -> ClientAuth.NONE;
			case WANT -> ClientAuth.OPTIONAL;
			case NEED -> ClientAuth.REQUIRE;
		};
	}

	private static void checkKeys(String name, SslBundle bundle) {
		if (KeyPairs.differ(bundle)) {
			throw new InvalidConfigurationPropertyValueException(BUNDLE, name,
					"The private key does not belong to the certificate: correct spring.ssl.bundle.*." + name
							+ ", or replace both files.");
		}
	}

	// A bundle that was made in code may have managers and no stores.
	private static void checkStores(String name, SslStoreBundle stores,
			io.aerosocket.spring.boot.autoconfigure.ClientAuth clientAuth) {
		if (stores.getKeyStore() == null && stores.getTrustStore() != null) {
			throw new InvalidConfigurationPropertyValueException(BUNDLE, name,
					"It has no certificate and key of its own: set its keystore under spring.ssl.bundle.*.");
		}
		if (stores.getKeyStore() != null && stores.getTrustStore() == null
				&& clientAuth != io.aerosocket.spring.boot.autoconfigure.ClientAuth.NONE) {
			logger.warn(
					"aerosocket.server.ssl.client-auth is '{}', but SSL bundle '{}' has no truststore: any certificate "
							+ "that the JDK trusts is accepted. Set the bundle's truststore.",
					clientAuth, name);
		}
	}

}
