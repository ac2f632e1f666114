package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.aerosocket.Execution;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A handler that lags: reading stops, nothing is lost, and the order stays.
 */
class InboundBackPressureTests {

	private static final int MESSAGE = 32 * 1024;

	/** Far more than the kernel's buffers take while nobody reads. */
	private static final int MESSAGES = 2000;

	private final CompletableFuture<Void> gate = new CompletableFuture<>();

	private final RecordingHandler async = new RecordingHandler(Execution.EVENT_LOOP,
			(connection, message) -> this.gate);

	private final RecordingHandler worker = new RecordingHandler(Execution.WORKER, (connection, message) -> {
		this.gate.join();
		return null;
	});

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/EVENT_LOOP", this.async)
		.route("/WORKER", this.worker)
		.options((options) -> options.connection((connection) -> connection.maxPendingMessages(8)
			.pingInterval(Duration.ofMillis(200))
			.pongTimeout(Duration.ofMillis(200)))));

	@ParameterizedTest
	@EnumSource(names = { "EVENT_LOOP", "WORKER" })
	void readingStopsAndGoesOn(Execution execution) {
		RecordingHandler handler = (execution == Execution.WORKER) ? this.worker : this.async;
		AtomicInteger written = new AtomicInteger();
		try (RawPeer peer = this.server.open("/" + execution)) {
			CompletableFuture<Void> writing = Background.run(() -> {
				for (int i = 0; i < MESSAGES; i++) {
					peer.write(ClientFrames.binary(numbered(i)));
					written.set(i + 1);
				}
			});
			await().atMost(RawPeer.DEADLINE)
				.untilAsserted(() -> assertThat(this.server.snapshot().pausedReads()).isEqualTo(1));
			AtomicInteger before = new AtomicInteger(-1);
			await().atMost(RawPeer.DEADLINE)
				.pollInterval(Duration.ofMillis(200))
				.until(() -> before.getAndSet(written.get()) == written.get());
			assertThat(writing).as("the peer's writing, while nobody reads").isNotDone();
			assertThat(this.server.snapshot().messagesReceived()).isLessThan(100);
			this.gate.complete(null);
			for (int i = 0; i < MESSAGES; i++) {
				Message message = handler.awaitMessage();
				assertThat(message.payload().getInt()).isEqualTo(i);
				assertThat(message.size()).isEqualTo(MESSAGE);
			}
			assertThat(writing).succeedsWithin(RawPeer.DEADLINE);
			await().until(() -> this.server.snapshot().pausedReads() == 0);
			peer.reset();
		}
	}

	@Test
	void aConnectionThatIsNotReadIsNotTakenForDead() {
		try (RawPeer peer = this.server.open("/EVENT_LOOP")) {
			for (int i = 0; i < 100; i++) {
				peer.write(ClientFrames.binary(numbered(i)));
			}
			await().until(() -> this.server.snapshot().pausedReads() == 1);
			await().during(Duration.ofSeconds(1))
				.atMost(Duration.ofSeconds(2))
				.until(() -> this.server.server().connections().count() == 1);
			this.gate.complete(null);
			for (int i = 0; i < 100; i++) {
				assertThat(this.async.awaitMessage().payload().getInt()).isEqualTo(i);
			}
			peer.reset();
		}
	}

	@Test
	void aPeerThatLeavesMeanwhileIsClosedOnceItsMessagesWereHandled() {
		try (RawPeer peer = this.server.open("/EVENT_LOOP")) {
			for (int i = 0; i < 5; i++) {
				peer.write(ClientFrames.binary(numbered(i)));
			}
			peer.write(ClientFrames.close(1000));
			await().until(() -> this.async.messagesWaiting() == 1);
			this.gate.complete(null);
			for (int i = 0; i < 5; i++) {
				assertThat(this.async.awaitMessage().payload().getInt()).isEqualTo(i);
			}
			assertThat(this.async.awaitClose().code().value()).isEqualTo(1000);
			peer.readUntilEnd();
		}
	}

	private static byte[] numbered(int number) {
		return ByteBuffer.allocate(MESSAGE).putInt(number).array();
	}

}
