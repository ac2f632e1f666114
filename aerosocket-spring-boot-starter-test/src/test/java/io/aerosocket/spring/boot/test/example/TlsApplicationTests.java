package io.aerosocket.spring.boot.test.example;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

/**
 * The client's bean with an application that has a certificate of its own.
 */
@SpringBootTest(properties = { "aerosocket.server.port=0", "aerosocket.server.ssl.bundle=own" })
class TlsApplicationTests {

	@Autowired
	private AeroSocketTestClient client;

	@DynamicPropertySource
	static void certificate(DynamicPropertyRegistry properties) throws Exception {
		X509Bundle bundle = new CertificateBuilder().subject("CN=localhost")
			.setIsCertificateAuthority(true)
			.buildSelfSigned();
		properties.add("spring.ssl.bundle.pem.own.keystore.certificate", bundle::getCertificatePathPEM);
		properties.add("spring.ssl.bundle.pem.own.keystore.private-key", bundle::getPrivateKeyPEM);
	}

	@Test
	void theBeanSpeaksTls() {
		this.client.connect("/echo").sendText("secret").expectText("secret").close(1000).expectClose(1000).expectEnd();
	}

}
