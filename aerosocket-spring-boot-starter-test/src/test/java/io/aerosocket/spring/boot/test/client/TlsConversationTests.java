package io.aerosocket.spring.boot.test.client;

import java.util.function.Consumer;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.BeforeAll;

import io.aerosocket.server.ServerOptions;
import io.aerosocket.spring.boot.test.ConversationContract;
import io.aerosocket.spring.boot.test.RealServer;

/**
 * The conversation over TLS, with a certificate that nobody knows.
 */
class TlsConversationTests extends ConversationContract {

	private static SslContext sslContext;

	@BeforeAll
	static void makeCertificate() throws Exception {
		X509Bundle bundle = new CertificateBuilder().subject("CN=localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		sslContext = SslContextBuilder.forServer(bundle.toKeyManagerFactory()).build();
	}

	@Override
	protected RealServer start(Consumer<ServerOptions.Builder> options) {
		return new RealServer((builder) -> {
			builder.sslContext(sslContext);
			options.accept(builder);
		});
	}

	@Override
	protected AeroSocketTestClient client(RealServer server) {
		return AeroSocketTestClient.forUri("wss://localhost:" + server.server().port());
	}

}
