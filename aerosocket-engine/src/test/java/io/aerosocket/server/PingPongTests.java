package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Connection;
import io.aerosocket.Message;
import io.aerosocket.SendResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Ping and Pong (RFC 6455 sections 5.5.2 and 5.5.3).
 */
class PingPongTests {

	private final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/", this.handler));

	@ParameterizedTest(name = "{0} bytes")
	@ValueSource(ints = { 0, 1, 124, 125 })
	void aPingIsAnsweredWithItsPayload(int length) {
		byte[] payload = new byte[length];
		Arrays.fill(payload, (byte) 0xFE);
		try (RawPeer peer = this.server.open("/")) {
			peer.write(ClientFrames.frame(ClientFrames.FIN | ClientFrames.PING, payload));
			RawFrame pong = peer.readFrame();
			assertThat(pong.opcode()).isEqualTo(ClientFrames.PONG);
			assertThat(pong.payload()).isEqualTo(payload);
			peer.closeRegularly();
		}
	}

	@Test
	void tenPingsInARowAreAnsweredInOrder() {
		byte[][] pings = new byte[10][];
		Arrays.setAll(pings, (i) -> ClientFrames.ping("ping " + i));
		try (RawPeer peer = this.server.open("/")) {
			peer.write(pings);
			for (int i = 0; i < pings.length; i++) {
				assertThat(peer.readFrame()).hasToString("opcode 10 (6) ping " + i);
			}
			peer.closeRegularly();
		}
	}

	@Test
	void anUnaskedPongIsNotAnswered() {
		try (RawPeer peer = this.server.open("/")) {
			peer.write(ClientFrames.pong("one"), ClientFrames.pong(""), ClientFrames.ping("after"));
			assertThat(peer.readFrame()).hasToString("opcode 10 (5) after");
			assertThat(this.handler.awaitPong()).isEqualTo("one");
			assertThat(this.handler.awaitPong()).isEmpty();
			peer.closeRegularly();
		}
	}

	@Test
	void ourPingIsAnsweredThroughOnPong() {
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			assertThat(connection.ping(ByteBuffer.wrap(ClientFrames.ascii("are you there?"))).isAccepted()).isTrue();
			RawFrame ping = peer.readFrame();
			assertThat(ping).hasToString("opcode 9 (14) are you there?");
			peer.write(ClientFrames.pong(ping.text()));
			assertThat(this.handler.awaitPong()).isEqualTo("are you there?");
			peer.closeRegularly();
		}
	}

	@Test
	void aPingThatIsTooLongIsRefused() {
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			assertThatIllegalArgumentException().isThrownBy(() -> connection.ping(ByteBuffer.allocate(126)));
			connection.ping(ByteBuffer.allocate(125));
			assertThat(peer.readFrame().payload()).hasSize(125);
			peer.closeRegularly();
		}
	}

	@Test
	void pingsAndPongsMayBeSentAsMessages() {
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			assertThat(connection.send(Message.ping(ByteBuffer.wrap(ClientFrames.ascii("a")))).isAccepted()).isTrue();
			assertThat(peer.readFrame()).hasToString("opcode 9 (1) a");
			assertThat(connection.send(Message.pong(ByteBuffer.wrap(ClientFrames.ascii("b")))).isAccepted()).isTrue();
			assertThat(peer.readFrame()).hasToString("opcode 10 (1) b");
			peer.closeRegularly();
		}
	}

	@Test
	void aClosedConnectionPingsNobody() {
		Connection connection;
		try (RawPeer peer = this.server.open("/")) {
			connection = this.handler.awaitOpen();
			peer.closeRegularly();
		}
		this.handler.awaitClose();
		assertThat(connection.ping(ByteBuffer.allocate(0))).isEqualTo(SendResult.CLOSED);
	}

	@Test
	void aPingBetweenMessagesDoesNotReachTheHandler() {
		try (RawPeer peer = this.server.open("/")) {
			peer.write(ClientFrames.text("a"), ClientFrames.ping("p"), ClientFrames.text("b"));
			assertThat(this.handler.awaitText()).isEqualTo("a");
			assertThat(this.handler.awaitText()).isEqualTo("b");
			assertThat(peer.readFrame()).hasToString("opcode 10 (1) p");
			peer.closeRegularly();
		}
	}

}
