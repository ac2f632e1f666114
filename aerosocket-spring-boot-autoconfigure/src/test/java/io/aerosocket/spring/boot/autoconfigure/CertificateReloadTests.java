package io.aerosocket.spring.boot.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Certificates whose files are replaced while the server runs.
 */
@ExtendWith(OutputCaptureExtension.class)
class CertificateReloadTests {

	private static X509Bundle first;

	private static X509Bundle second;

	@TempDir
	private Path directory;

	private ApplicationContextRunner contextRunner;

	@BeforeAll
	static void issueCertificates() throws Exception {
		first = certificate();
		second = certificate();
	}

	@BeforeEach
	void writeCertificate() throws Exception {
		write(first);
		this.contextRunner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class,
					AeroSocketReloadAutoConfiguration.class, SslAutoConfiguration.class))
			.withUserConfiguration(EchoHandler.class)
			.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1",
					"aerosocket.server.ssl.bundle=chat", "spring.ssl.bundle.watch.file.quiet-period=20ms",
					"spring.ssl.bundle.pem.chat.reload-on-update=true",
					"spring.ssl.bundle.pem.chat.keystore.certificate=file:" + this.directory.resolve("chat.crt"),
					"spring.ssl.bundle.pem.chat.keystore.private-key=file:" + this.directory.resolve("chat.key"),
					"spring.ssl.bundle.pem.other.keystore.certificate=" + second.getCertificatePathPEM(),
					"spring.ssl.bundle.pem.other.keystore.private-key=" + second.getPrivateKeyPEM());
	}

	@Test
	void newConnectionsGetTheNewCertificateAndOldOnesLiveOn(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			AeroServer server = context.getBean(AeroServer.class);
			try (TestClient before = connect(server, first)) {
				assertThat(before.send("hi").receive()).isEqualTo("hi");
				write(second);
				await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> {
					try (TestClient after = connect(server, second)) {
						assertThat(after.send("renewed").receive()).isEqualTo("renewed");
					}
				});
				assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> connect(server, first).close());
				assertThat(before.send("still here").receive()).isEqualTo("still here");
			}
			assertThat(output).contains("New connections get the renewed certificate of SSL bundle 'chat'");
		});
	}

	@Test
	void aBrokenFileLeavesTheOldCertificate(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			AeroServer server = context.getBean(AeroServer.class);
			Files.writeString(this.directory.resolve("chat.crt"), "-----BEGIN CERTIFICATE-----\nbroken\n");
			await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(output).contains("ERROR"));
			try (TestClient client = connect(server, first)) {
				assertThat(client.send("hi").receive()).isEqualTo("hi");
			}
			write(second);
			await().atMost(Duration.ofSeconds(20))
				.ignoreExceptions()
				.untilAsserted(() -> connect(server, second).close());
		});
	}

	@Test
	void aKeyThatIsReplacedBeforeItsCertificateLeavesTheOldPair(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			AeroServer server = context.getBean(AeroServer.class);
			Files.writeString(this.directory.resolve("chat.key"), second.getPrivateKeyPEM());
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(output).contains("connections go on with the certificate of before")
					.contains("The private key does not belong to the certificate"));
			try (TestClient client = connect(server, first)) {
				assertThat(client.send("hi").receive()).isEqualTo("hi");
			}
			Files.writeString(this.directory.resolve("chat.crt"), second.getCertificatePathPEM());
			await().atMost(Duration.ofSeconds(20))
				.ignoreExceptions()
				.untilAsserted(() -> connect(server, second).close());
		});
	}

	@Test
	void anotherBundleCanBeTaken() {
		this.contextRunner.run((context) -> {
			AeroServer server = context.getBean(AeroServer.class);
			context.getBean(AeroSocketSettings.class).change(Map.of("aerosocket.server.ssl.bundle", "other"), "tests");
			try (TestClient client = connect(server, second)) {
				assertThat(client.send("hi").receive()).isEqualTo("hi");
			}
		});
	}

	private void write(X509Bundle certificate) throws Exception {
		Files.writeString(this.directory.resolve("chat.key"), certificate.getPrivateKeyPEM());
		Files.writeString(this.directory.resolve("chat.crt"), certificate.getCertificatePathPEM());
	}

	private static TestClient connect(AeroServer server, X509Bundle trusted) throws Exception {
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted.toKeyStore("changeit".toCharArray()));
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), new SecureRandom());
		return TestClient.connect(HttpClient.newBuilder().sslContext(context).build(),
				URI.create("wss://localhost:" + server.port() + "/echo"));
	}

	private static X509Bundle certificate() throws Exception {
		return new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
	}

	@AeroSocketHandler("/echo")
	static class EchoHandler {

		@OnMessage
		String on(String text) {
			return text;
		}

	}

}
