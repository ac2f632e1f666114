package io.aerosocket.spring.boot.test.docs;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import io.aerosocket.spring.boot.test.autoconfigure.AeroSocketTest;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;
import io.aerosocket.spring.boot.test.client.ReceivedFrame;
import io.aerosocket.spring.boot.test.docs.ChatHandler.ChatMessage;
import io.aerosocket.spring.boot.test.docs.ChatHandler.Said;
import io.aerosocket.spring.boot.test.memory.AeroSocketTestClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * The examples of {@code docs/testing.md} that test a slice.
 */
@AeroSocketTest(ChatHandler.class)
class ChatHandlerTests {

	@Autowired
	private AeroSocketTestClient client;

	@MockitoBean
	private Moderation moderation;

	@Test
	void whatIsSaidComesBack() {
		given(this.moderation.allows("hello")).willReturn(true);
		this.client.connect("/chat/lobby")
			.expectText("Welcome to lobby")
			.sendJson(new ChatMessage("hello"))
			.expectJson("{'room':'lobby', 'text':'hello'}")
			.close(1000)
			.expectClose(1000);
	}

	@Test
	void whatIsNotAllowedCloses() {
		this.client.connect("/chat/lobby")
			.expectText("Welcome to lobby")
			.sendJson(new ChatMessage("spam"))
			.expectClose(4000, "not here");
	}

	@Autowired
	private AeroSocketTestClock clock;

	@Test
	void handshakes() {
		this.client.handshake("/chat/lobby")
			.user("ada")
			.header("X-Client", "test")
			.origin("http://localhost")
			.connect()
			.expectText("Welcome to lobby, ada");
		this.client.handshake("/chat/lobby").origin("https://example.org").expectRefused(403);
		this.client.handshake("/nowhere").expectRefused(404);
	}

	@Test
	void values() {
		given(this.moderation.allows("hello")).willReturn(true);
		AeroSocketTestConnection connection = this.client.connect("/chat/lobby");
		connection.expectText((text) -> assertThat(text).startsWith("Welcome"));
		connection.sendText("{\"text\":\"hello\"}");
		Said said = connection.receiveJson(Said.class);
		assertThat(said.room()).isEqualTo("lobby");
		connection.expectNothing();
	}

	@Test
	void frames() {
		AeroSocketTestConnection connection = this.client.connect("/chat/lobby").expectText("Welcome to lobby");
		connection.sendFrame(false, ReceivedFrame.TEXT, (byte) '{')
			.ping("between two fragments")
			.expectPong("between two fragments");
		connection.sendFrame(true, ReceivedFrame.TEXT, (byte) '}').expectClose(1002).expectEnd();
		assertThat(connection.receiveFrame().text()).isEqualTo("Welcome to lobby");
	}

	@Test
	void heartbeats() {
		AeroSocketTestConnection alive = this.client.connect("/chat/lobby").expectText("Welcome to lobby");
		AeroSocketTestConnection gone = this.client.connect("/chat/lobby").expectText("Welcome to lobby");
		gone.faults().halfOpen();
		this.clock.advance(Duration.ofMinutes(1));
		alive.expectPing().expectNothing();
		gone.faults().resumeReading().expectPing().expectEnd();
	}

	@Test
	void everyByteByItself() {
		given(this.moderation.allows("grüß")).willReturn(true);
		AeroSocketTestConnection connection = this.client.connect("/chat/lobby").expectText("Welcome to lobby");
		connection.faults().fragmentMessages(3);
		connection.faults().writeByteByByte();
		connection.sendJson(new ChatMessage("grüß")).expectJson("{'text':'grüß'}");
	}

}
