package io.aerosocket.spring.boot.test.example;

import java.time.Duration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import io.aerosocket.Connections;
import io.aerosocket.Transport;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.autoconfigure.LocalAeroSocketPort;
import io.aerosocket.spring.boot.test.autoconfigure.AeroSocketTest;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.memory.AeroSocketTestClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.BDDMockito.given;

/**
 * What {@link AeroSocketTest} loads, and what it does not.
 */
@AeroSocketTest(properties = { "aerosocket.server.acceptors=0", "aerosocket.server.transport=epoll",
		"aerosocket.server.address=192.0.2.1", "aerosocket.server.plaintext=true" })
class AeroSocketTestSliceTests {

	@Autowired
	private ApplicationContext context;

	@Autowired
	private AeroSocketTestClient client;

	@Autowired
	private AeroSocketTestClock clock;

	@Autowired
	private Connections connections;

	@MockitoBean
	private Greetings greetings;

	@BeforeEach
	void nobodyIsLeftFromTheTestBefore() {
		assertThat(this.connections.count()).isZero();
	}

	@Test
	void handlersRunWithJacksonValidationAndConverters() {
		given(this.greetings.greet("Ada")).willReturn("Hi, Ada");
		this.client.connect("/greet/de")
			.expectJson("{'text':'DE for anybody'}")
			.sendJson(new GreetingHandler.Person("Ada"))
			.expectJson("{'text':'Hi, Ada'}")
			.sendText("{\"name\":\" \"}")
			.expectJson(GreetingHandler.Greeting.class, (greeting) -> assertThat(greeting.text()).isEqualTo("Who?"))
			.sendText("{")
			.expectClose(1007);
	}

	@Test
	void usersAreWhoTheySayTheyAre() {
		this.client.handshake("/greet/en").user("grace").connect().expectJson("{'text':'EN for grace'}");
	}

	@Test
	void namesMayHaveAnyLetters() {
		this.client.handshake("/greet/en").user("Zoë ☃").connect().expectJson("{'text':'EN for Zoë ☃'}");
		this.client.handshake("/greet/en").user("a\r\nb: c").connect().expectJson("{'text':'EN for a\r\nb: c'}");
	}

	@Test
	void connectionsHaveBeansOfTheirOwn() {
		this.client.connect("/count").sendText("a").expectText("a 1").sendText("b").expectText("b 2");
		this.client.connect("/count").sendText("c").expectText("c 1");
	}

	@Test
	void aPortIsRefusedWithTheReason() {
		assertThatExceptionOfType(BeanCreationException.class)
			.isThrownBy(() -> this.context.getAutowireCapableBeanFactory().createBean(Port.class))
			.withMessageContaining("the server of this test is in memory: use an injected AeroSocketTestClient"
				.replace(' ', '\u00A0'));
	}

	@Test
	void nobodyElseCanSaySo() {
		this.client.handshake("/greet/en")
			.header("X-AeroSocket-Test-User", "grace")
			.connect()
			.expectJson("{'text':'EN for anybody'}");
	}

	@Test
	void interceptorsDecide() {
		assertThat(this.client.handshake("/echo").header("X-Stranger", "yes").expectRefused(401).body())
			.contains("Who are you?");
	}

	@Test
	void theServerIsInMemoryWhateverTheApplicationSaysOfItsSockets() {
		assertThat(this.context.getBean(AeroServer.class).transport()).isEqualTo(Transport.CUSTOM);
	}

	@Test
	void theClockIsTheTests() {
		var connection = this.client.connect("/echo");
		this.clock.advance(Duration.ofHours(1));
		connection.expectPing().sendText("still here").expectText("still here");
	}

	@Test
	void connectionsAreLeftOpen() {
		this.client.connect("/echo");
		this.client.connect("/echo").faults().halfOpen();
		assertThat(this.connections.count()).isEqualTo(2);
	}

	/**
	 * Asks for a port.
	 */
	static class Port {

		@LocalAeroSocketPort
		int port;

	}

}
