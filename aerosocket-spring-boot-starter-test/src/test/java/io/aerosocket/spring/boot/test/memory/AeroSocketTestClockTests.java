package io.aerosocket.spring.boot.test.memory;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.aerosocket.spring.boot.test.RealServer;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;
import io.aerosocket.spring.boot.test.client.AeroSocketTestSocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AeroSocketTestClock}: the engine's own times, to the second, in no
 * time.
 */
class AeroSocketTestClockTests {

	private final MemoryNetwork network = new MemoryNetwork();

	private final AeroSocketTestClock clock = this.network.clock();

	private final AeroSocketTestClient client = AeroSocketTestClient.over(this.network);

	private RealServer server;

	@BeforeEach
	void start() {
		this.server = new RealServer((options) -> options.channels(this.network)
			.handshakeTimeout(Duration.ofSeconds(5))
			.connection((connection) -> connection.pingInterval(Duration.ofSeconds(25))
				.pongTimeout(Duration.ofSeconds(20))
				.idleTimeout(Duration.ofMinutes(10))
				.closeTimeout(Duration.ofSeconds(10))));
	}

	@AfterEach
	void stop() {
		this.server.close();
	}

	@Test
	void aPeerThatAnswersIsPingedAllTheTime() {
		AeroSocketTestConnection connection = this.client.connect("/echo");
		this.clock.advance(Duration.ofMinutes(9));
		for (int i = 0; i < 18; i++) {
			connection.expectPing();
		}
		connection.sendText("still here").expectText("still here");
	}

	@Test
	void timeStandsStillByItself() {
		AeroSocketTestConnection connection = this.client.connect("/echo");
		this.clock.advance(Duration.ofSeconds(23));
		connection.expectNothing();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> connection.timeout(Duration.ofMillis(50)).expectPing());
	}

	@Test
	void aPeerThatIsGoneIsCut() throws Exception {
		AeroSocketTestConnection connection = this.client.connect("/echo").faults().halfOpen();
		this.clock.advance(Duration.ofSeconds(40));
		assertThat(this.server.server().connections().count()).isEqualTo(1);
		this.clock.advance(Duration.ofSeconds(10));
		assertThat(this.server.server().connections().count()).isZero();
		assertThat(this.server.closed()).isEqualTo(1006);
		connection.faults().resumeReading().expectPing().expectEnd();
	}

	@Test
	void aPeerThatIgnoresPingsButTalksStays() {
		AeroSocketTestConnection connection = this.client.connect("/echo").faults().ignorePings();
		for (int i = 0; i < 10; i++) {
			this.clock.advance(Duration.ofSeconds(30));
			connection.expectPing().sendText("busy").expectText("busy");
		}
	}

	@Test
	void anIdlePeerIsClosed() {
		AeroSocketTestConnection connection = this.client.connect("/echo");
		this.clock.advance(Duration.ofMinutes(11));
		connection.expectClose(1001).expectEnd();
	}

	@Test
	void aPeerThatDoesNotAnswerACloseIsCut() throws Exception {
		AeroSocketTestConnection connection = this.client.connect("/echo").faults().ignoreClose();
		this.clock.advance(Duration.ofMinutes(10).plusSeconds(1));
		connection.expectClose(1001);
		this.clock.advance(Duration.ofSeconds(8));
		assertThat(this.server.server().connections().count()).isEqualTo(1);
		this.clock.advance(Duration.ofSeconds(4));
		connection.expectEnd();
		assertThat(this.server.closed()).isEqualTo(1006);
	}

	@Test
	void aHandshakeThatIsNotFinishedEnds() {
		try (AeroSocketTestSocket socket = this.client.openSocket()) {
			socket.send("GET /echo HTTP/1.1\r\n");
			this.clock.advance(Duration.ofSeconds(4));
			assertThat(this.server.server().snapshot().handshaking()).isEqualTo(1);
			this.clock.advance(Duration.ofSeconds(1));
			socket.expectResponse(408);
			socket.expectEnd();
		}
	}

	@Test
	void timeGoesForwardOnly() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.clock.advance(Duration.ofSeconds(-1)))
			.withMessage("time: PT-1S (expected: not negative)");
	}

}
