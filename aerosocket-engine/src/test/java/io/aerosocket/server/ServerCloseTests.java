package io.aerosocket.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.Execution;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Closing handshakes that the server begins (RFC 6455 sections 5.5.1 and 7.1), and how
 * both sides' ends meet.
 */
class ServerCloseTests {

	private static final CloseCode OWN = new CloseCode(4321);

	private final CompletableFuture<Void> gate = new CompletableFuture<>();

	private final RecordingHandler handler = new RecordingHandler(Execution.EVENT_LOOP, (connection, message) -> {
		// Holds up the event loop until the test has done what is to come first.
		this.gate.join();
		return null;
	});

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/", this.handler));

	@Test
	void aCloseIsSentAndItsAnswerAwaited() {
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			connection.close(OWN, "enough");
			RawFrame close = peer.readFrame();
			assertThat(close.closeCode()).isEqualTo(4321);
			assertThat(close.closeText()).isEqualTo("enough");
			assertThat(connection.isOpen()).isFalse();
			peer.write(ClientFrames.close(4321));
			peer.assertEnds();
			CloseReason reason = this.handler.awaitClose();
			assertThat(reason.code()).isEqualTo(OWN);
			assertThat(reason.remote()).isFalse();
			assertThat(reason.clean()).isTrue();
		}
	}

	@Test
	void closeWithoutACodeIs1000() {
		try (RawPeer peer = this.server.open("/")) {
			this.handler.awaitOpen().close();
			assertThat(peer.readFrame().closeCode()).isEqualTo(1000);
			peer.write(ClientFrames.close(1000));
			peer.assertEnds();
		}
	}

	@Test
	void aCloseMayBeSentAsAMessage() {
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			assertThat(connection.send(Message.close(OWN, "m")).isAccepted()).isTrue();
			assertThat(peer.readFrame().closeCode()).isEqualTo(4321);
			peer.write(ClientFrames.close(4321));
			peer.assertEnds();
		}
	}

	@Test
	void whatWasSentBeforeGoesOutBeforeTheClose() {
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			for (int i = 0; i < 50; i++) {
				connection.sendText("message " + i);
			}
			connection.close();
			assertThat(peer.readUntilClose()).hasSize(51);
			peer.write(ClientFrames.close(1000));
			peer.assertEnds();
		}
	}

	@Test
	void nothingIsSentAfterAClose() {
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			peer.write(ClientFrames.text("hold"));
			this.handler.awaitMessage();
			connection.sendText("before");
			connection.close();
			assertThat(connection.isOpen()).isFalse();
			assertThat(connection.sendText("late")).isEqualTo(SendResult.CLOSED);
			assertThat(connection.sendBinary(new byte[1])).isEqualTo(SendResult.CLOSED);
			assertThat(connection.send(PreparedMessage.text("late"))).isEqualTo(SendResult.CLOSED);
			assertThat(connection.sendTextAsync("late").toCompletableFuture()).failsWithin(RawPeer.DEADLINE)
				.withThrowableThat()
				.withCauseInstanceOf(ConnectionClosedException.class);
			connection.close(OWN, "again");
			this.gate.complete(null);
			assertThat(peer.readFrame().text()).isEqualTo("before");
			assertThat(peer.readFrame().closeCode()).isEqualTo(1000);
			peer.write(ClientFrames.close(1000));
			peer.assertEnds();
		}
	}

	@Test
	void aPeerThatDoesNotAnswerIsCut() {
		try (RawPeer peer = this.server.open("/")) {
			long start = System.nanoTime();
			this.handler.awaitOpen().close(OWN, "");
			peer.assertCloses(4321);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(700),
					Duration.ofSeconds(5));
			assertThat(this.handler.awaitClose().clean()).isFalse();
		}
	}

	@Test
	void aPeerThatSendsDataInsteadOfItsCloseIsCutToo() {
		try (RawPeer peer = this.server.open("/")) {
			this.handler.awaitOpen().close(OWN, "");
			assertThat(peer.readFrame().closeCode()).isEqualTo(4321);
			this.gate.complete(null);
			CompletableFuture<Void> writing = Background.run(() -> {
				while (true) {
					peer.write(ClientFrames.text("I go on"));
				}
			});
			peer.readUntilEnd();
			assertThat(writing).failsWithin(RawPeer.DEADLINE);
			assertThat(this.handler.awaitClose().clean()).isFalse();
		}
	}

	@Test
	void bothSidesMayCloseAtOnce() {
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			peer.write(ClientFrames.close(1001, "leaving"));
			connection.close(OWN, "enough");
			RawFrame close = peer.readFrame();
			assertThat(close.closeCode()).isIn(1001, 4321);
			peer.assertEnds();
			assertThat(this.handler.awaitClose().code().value()).isIn(1001, 4321);
		}
		this.server.awaitEmpty();
		assertThat(this.handler.closes()).isEqualTo(1);
	}

	@Test
	void onCloseComesOnceHoweverManyEndsMeet() throws Exception {
		List<RawPeer> peers = new ArrayList<>();
		int rounds = 50;
		for (int i = 0; i < rounds; i++) {
			RawPeer peer = this.server.open("/");
			peers.add(peer);
			Connection connection = this.handler.awaitOpen();
			CyclicBarrier start = new CyclicBarrier(3);
			CompletableFuture<?> ours = Background.run(() -> {
				await(start);
				connection.close(OWN, "");
			});
			CompletableFuture<?> theirs = Background.run(() -> {
				await(start);
				peer.writeWhatGoes(ClientFrames.close(1000));
				peer.reset();
			});
			await(start);
			connection.sendText("x");
			CompletableFuture.allOf(ours, theirs).get(5, TimeUnit.SECONDS);
		}
		for (int i = 0; i < rounds; i++) {
			this.handler.awaitClose();
		}
		this.server.awaitEmpty();
		assertThat(this.handler.closes()).isEqualTo(rounds);
		peers.forEach(RawPeer::close);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1004, 1005, 1006, 1015, 1016, 2999 })
	void aCodeThatMustNotTravelIsRefused(int code) {
		try (RawPeer peer = this.server.open("/")) {
			Connection connection = this.handler.awaitOpen();
			assertThatIllegalArgumentException().isThrownBy(() -> connection.close(new CloseCode(code), ""));
			assertThat(connection.isOpen()).isTrue();
			peer.closeRegularly();
		}
	}

	@Test
	void aReasonIsCutBetweenCharacters() {
		try (RawPeer peer = this.server.open("/")) {
			this.handler.awaitOpen().close(OWN, "ab" + "\u20ac".repeat(60));
			RawFrame close = peer.readFrame();
			assertThat(close.closeText()).isEqualTo("ab" + "\u20ac".repeat(40));
			peer.write(ClientFrames.close(4321));
			peer.assertEnds();
		}
	}

	@Test
	void aPingBetweenOurCloseAndTheAnswerDoesNoHarm() {
		try (RawPeer peer = this.server.open("/")) {
			this.handler.awaitOpen().close(OWN, "");
			assertThat(peer.readFrame().closeCode()).isEqualTo(4321);
			peer.write(ClientFrames.ping("?"), ClientFrames.close(4321));
			peer.assertEnds();
			assertThat(this.handler.awaitClose().code()).isEqualTo(OWN);
		}
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(5, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

}
