package io.aerosocket.spring.boot.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.concurrent.CompletionException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for TLS through SSL bundles.
 */
class ServerSslTests {

	private static X509Bundle certificate;

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class, SslAutoConfiguration.class))
		.withUserConfiguration(EchoHandler.class)
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"aerosocket.server.ssl.bundle=chat",
				"spring.ssl.bundle.pem.chat.keystore.certificate=" + certificate.getCertificatePathPEM(),
				"spring.ssl.bundle.pem.chat.keystore.private-key=" + certificate.getPrivateKeyPEM());

	@BeforeAll
	static void issueCertificate() throws Exception {
		certificate = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
	}

	@Test
	void speaksTls13Only() {
		this.contextRunner.run((context) -> {
			AeroServer server = context.getBean(AeroServer.class);
			assertThat(echo(server, "TLSv1.3")).isEqualTo("hi");
			assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> echo(server, "TLSv1.2"));
		});
	}

	@Test
	void bindsAllAddressesWithTls() {
		this.contextRunner.withPropertyValues("aerosocket.server.address=0.0.0.0")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void protocolsOfThePropertyComeFirst() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.ssl.protocols=TLSv1.2",
					"spring.ssl.bundle.pem.chat.options.enabled-protocols=TLSv1.3")
			.run((context) -> assertThat(echo(context.getBean(AeroServer.class), "TLSv1.2")).isEqualTo("hi"));
	}

	@Test
	void optionsOfTheBundleAreHonoured() {
		this.contextRunner
			.withPropertyValues("spring.ssl.bundle.pem.chat.options.enabled-protocols=TLSv1.2",
					"spring.ssl.bundle.pem.chat.options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
			.run((context) -> {
				AeroServer server = context.getBean(AeroServer.class);
				assertThat(echo(server, "TLSv1.2")).isEqualTo("hi");
				assertThat(server.options().sslContext()).isNotNull()
					.satisfies((ssl) -> assertThat(ssl.cipherSuites())
						.containsExactly("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"));
			});
	}

	@Test
	void clientWithoutNeededCertificateIsRefused() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.ssl.client-auth=need",
					"spring.ssl.bundle.pem.chat.truststore.certificate=" + certificate.getCertificatePathPEM())
			.run((context) -> {
				AeroServer server = context.getBean(AeroServer.class);
				assertThatExceptionOfType(Exception.class).isThrownBy(() -> echo(server, "TLSv1.3"));
			});
	}

	@Test
	void unknownProtocolIsRefused() {
		this.contextRunner.withPropertyValues("aerosocket.server.ssl.protocols=TLSv9")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("aerosocket.server.ssl.protocols")
				.hasStackTraceContaining("use TLSv1.3, TLSv1.2 or both"));
	}

	@Test
	void unknownCipherIsRefused() {
		this.contextRunner.withPropertyValues("spring.ssl.bundle.pem.chat.options.ciphers=TLS_ROT13")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("aerosocket.server.ssl.bundle")
				.hasStackTraceContaining("No TLS context can be made of it"));
	}

	@Test
	void unknownBundleIsRefused() {
		this.contextRunner.withPropertyValues("aerosocket.server.ssl.bundle=absent")
			.run((context) -> assertThat(context).getFailure().hasStackTraceContaining("There is no such bundle"));
	}

	@Test
	void bundleWithoutKeyIsRefused() {
		this.contextRunner
			.withPropertyValues("aerosocket.server.ssl.bundle=trust",
					"spring.ssl.bundle.pem.trust.truststore.certificate=" + certificate.getCertificatePathPEM())
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("no certificate and key of its own"));
	}

	private static String echo(AeroServer server, String protocol) throws Exception {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(certificate.toKeyStore("changeit".toCharArray()));
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), new SecureRandom());
		SSLParameters parameters = new SSLParameters();
		parameters.setProtocols(new String[] { protocol });
		HttpClient http = HttpClient.newBuilder().sslContext(context).sslParameters(parameters).build();
		try (TestClient client = TestClient.connect(http, URI.create("wss://localhost:" + server.port() + "/echo"))) {
			return client.send("hi").receive();
		}
	}

	@AeroSocketHandler("/echo")
	public static class EchoHandler {

		@OnMessage
		public String on(String text) {
			return text;
		}

	}

}
