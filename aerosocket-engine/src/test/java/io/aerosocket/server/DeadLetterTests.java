package io.aerosocket.server;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.aerosocket.CompressionMode;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.PreparedMessage;
import io.aerosocket.RateLimitOptions;
import io.aerosocket.RateLimitPolicy;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.telemetry.DeadLetter;
import io.aerosocket.telemetry.DeadLetterOutcome;
import io.aerosocket.telemetry.DropReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Messages that are given up reach a sink, whatever they were given up for.
 */
class DeadLetterTests {

	private static final int MEBIBYTE = 1 << 20;

	private static final String PADDING = "x".repeat(16 * 1024);

	private final RecordingHandler handler = new RecordingHandler();

	private final Queue<String> letters = new ConcurrentLinkedQueue<>();

	private final Queue<DeadLetter> kept = new ConcurrentLinkedQueue<>();

	private final CountDownLatch gate = new CountDownLatch(1);

	private volatile boolean slow;

	private volatile boolean failing;

	@RegisterExtension
	final TestServer server = TestServer
		.with((builder) -> builder.route("/{policy}/OLDEST", this.handler, options(SlowConsumerPolicy.DROP_OLDEST))
			.route("/{policy}/NEWEST", this.handler, options(SlowConsumerPolicy.DROP_NEWEST))
			.route("/{policy}/CONFLATED", this.handler, options(SlowConsumerPolicy.CONFLATE))
			.route("/{policy}/CLOSED", this.handler, options(SlowConsumerPolicy.CLOSE))
			.route("/{policy}/SHED", this.handler, large())
			.route("/{policy}/RATE_LIMITED", this.handler, limited())
			.options((options) -> options.shared((limits) -> limits.withMemoryBudget(2 * MEBIBYTE)
				.withMaxDeadLetters(50)
				.withMaxDeadLetterBytes(MEBIBYTE)))
			.deadLetterSink(this::accept));

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNHANDLED") // in
																		// WaitingMemoryTests
	void whateverIsGivenUpReachesTheSink(DropReason reason) {
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/a/" + reason)) {
			Connection connection = this.handler.awaitOpen();
			int sent = 0;
			while (this.server.snapshot().drops().get(reason) == 0 && connection.isOpen()) {
				if (reason == DropReason.RATE_LIMITED) {
					peer.write(ClientFrames.text(sent + PADDING));
				}
				else {
					connection.send(PreparedMessage.text(sent + PADDING).conflatedBy("key"));
				}
				sent++;
			}
			await().atMost(RawPeer.DEADLINE).until(() -> !this.letters.isEmpty());
			assertThat(this.letters.remove()).matches(
					connection.id() + " /a/" + reason + " /\\{policy}/" + reason + " " + reason + " text \\d+x{16384}");
			peer.reset();
		}
		this.server.awaitEmpty();
		await().atMost(RawPeer.DEADLINE).until(() -> outcomes() == dropped());
	}

	@ParameterizedTest
	@EnumSource(names = { "OLDEST", "NEWEST" })
	void binaryMessagesAndOnesThatExtensionsWouldChangeToo(DropReason reason) {
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server())
			.upgrade("/a/" + reason, "Sec-WebSocket-Extensions: permessage-deflate")) {
			Connection connection = this.handler.awaitOpen();
			assertThat(connection.extensions()).isNotEmpty();
			byte[] data = new byte[64 * 1024];
			new SplittableRandom(1).nextBytes(data);
			while (this.kept.isEmpty()) {
				connection.sendBinary(data);
			}
			assertThat(this.letters.remove()).contains(reason + " binary ");
			assertThat(this.kept.remove().size()).isEqualTo(data.length);
			peer.reset();
		}
	}

	@Test
	void aLetterIsReadableDuringItsCallOnly() {
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/a/NEWEST")) {
			Connection connection = this.handler.awaitOpen();
			while (this.server.snapshot().flow().deadLetters().get(DeadLetterOutcome.DELIVERED) == 0) {
				connection.sendText(PADDING);
			}
			assertThatIllegalStateException().isThrownBy(() -> this.kept.remove().payload())
				.withMessageContaining("use toByteArray() to keep it");
			peer.reset();
		}
	}

	@Test
	void aSlowSinkHoldsUpNobodyAndKeepsNoMoreThanItMay() {
		this.slow = true;
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/a/NEWEST")) {
			Connection connection = this.handler.awaitOpen();
			while (this.server.snapshot().flow().deadLetters().get(DeadLetterOutcome.LOST) < 100) {
				connection.sendText(PADDING);
			}
			long delivered = this.letters.size();
			assertThat(delivered).as("it waits in the first").isLessThanOrEqualTo(1);
			this.gate.countDown();
			await().atMost(RawPeer.DEADLINE).until(() -> outcomes() == dropped());
			assertThat(this.letters).hasSizeBetween(40, 50);
			peer.reset();
		}
	}

	@Test
	void aSinkThatFailsIsToldOfTheNextAllTheSame() {
		this.failing = true;
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/a/NEWEST")) {
			Connection connection = this.handler.awaitOpen();
			while (this.server.snapshot().flow().deadLetters().get(DeadLetterOutcome.FAILED) < 3) {
				connection.sendText(PADDING);
			}
			assertThat(connection.isOpen()).isTrue();
			peer.reset();
		}
	}

	@Test
	void whatIsGivenUpAtTheEndIsDelivered() {
		RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/a/NEWEST");
		Connection connection = this.handler.awaitOpen();
		Backlog.fill(connection, 128 * 1024, (number) -> connection.sendText(PADDING));
		assertThat(this.letters).isEmpty();
		this.server.server().stop(Duration.ZERO).toCompletableFuture().join();
		assertThat(this.letters).isNotEmpty().allMatch((letter) -> letter.contains(" CLOSED text "));
		peer.close();
	}

	private void accept(DeadLetter letter) {
		if (this.slow) {
			try {
				this.gate.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		if (this.failing) {
			throw new IllegalStateException("as asked");
		}
		this.letters.add(letter.connectionId() + " " + letter.path() + " " + letter.pathPattern() + " "
				+ letter.reason() + (letter.isText() ? " text " : " binary ")
				+ new String(letter.toByteArray(), StandardCharsets.ISO_8859_1));
		this.kept.add(letter);
	}

	private long outcomes() {
		return this.server.snapshot().flow().deadLetters().values().stream().mapToLong(Long::longValue).sum();
	}

	private long dropped() {
		return this.server.snapshot().drops().values().stream().mapToLong(Long::longValue).sum();
	}

	private static RouteOptions options(SlowConsumerPolicy policy) {
		return new RouteOptions(ConnectionOptions.builder()
			.maxQueuedBytes(256 * 1024)
			.slowConsumerPolicy(policy)
			.compression(CompressionMode.SHARED)
			.build(), null, null);
	}

	private static RouteOptions large() {
		return new RouteOptions(ConnectionOptions.builder()
			.maxQueuedBytes(16 * MEBIBYTE)
			.slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST)
			.build(), null, null);
	}

	private static RouteOptions limited() {
		return new RouteOptions(ConnectionOptions.builder()
			.rateLimit(RateLimitOptions.OFF.withMessagesPerSecond(1).withPolicy(RateLimitPolicy.DROP))
			.build(), null, null);
	}

}
