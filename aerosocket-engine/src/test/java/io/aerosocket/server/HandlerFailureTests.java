package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Execution;
import io.aerosocket.FailurePolicy;
import io.aerosocket.Message;
import io.aerosocket.telemetry.EngineListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a handler throws goes to {@code onError}, and from there to the failure policy.
 */
class HandlerFailureTests {

	private final Queue<String> events = new ConcurrentLinkedQueue<>();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder
		.route("/log-and-close", new Failing(Execution.EVENT_LOOP), policy(FailurePolicy.LOG_AND_CLOSE, false))
		.route("/close", new Failing(Execution.EVENT_LOOP), policy(FailurePolicy.CLOSE, false))
		.route("/log", new Failing(Execution.EVENT_LOOP), policy(FailurePolicy.LOG, false))
		.route("/detailed", new Failing(Execution.EVENT_LOOP), policy(FailurePolicy.CLOSE, true))
		.route("/worker", new Failing(Execution.WORKER), policy(FailurePolicy.CLOSE, false))
		.route("/worker-log", new Failing(Execution.WORKER), policy(FailurePolicy.LOG, false))
		.listener(new EngineListener() {

			@Override
			public void failed(Connection connection, Throwable error) {
				HandlerFailureTests.this.events.add("listener: " + error.getMessage());
			}

		}));

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource({ "/log-and-close, throw", "/close, throw", "/close, error", "/close, fail", "/close, fail later",
			"/worker, throw", "/worker, fail later" })
	void whatNobodyHandlesClosesWith1011(String path, String how) {
		try (RawPeer peer = this.server.open(path)) {
			peer.write(ClientFrames.text(how), ClientFrames.text("after"));
			RawFrame close = peer.readFrame();
			assertThat(close.closeCode()).isEqualTo(1011);
			assertThat(close.closeText()).doesNotContain("secret");
			peer.write(ClientFrames.close(1011));
			peer.assertEnds();
		}
		this.server.awaitEmpty();
		await().untilAsserted(
				() -> assertThat(this.events).startsWith("onError: secret", "listener: secret").contains("close 1011"));
		assertThat(this.server.snapshot().handlerErrors()).isEqualTo(1);
		assertThat(this.server.snapshot().closes()).containsEntry(1011, 1L);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource({ "/log, throw", "/log, fail", "/log, fail later", "/worker-log, throw" })
	void logGoesOn(String path, String how) {
		try (RawPeer peer = this.server.open(path)) {
			peer.write(ClientFrames.text(how)).assertEchoes("after").closeRegularly();
		}
		assertThat(this.events).startsWith("onError: secret", "listener: secret");
		assertThat(this.server.snapshot().handlerErrors()).isEqualTo(1);
	}

	@Test
	void detailsAreToldWhenAskedFor() {
		try (RawPeer peer = this.server.open("/detailed")) {
			peer.write(ClientFrames.text("throw"));
			RawFrame close = peer.readFrame();
			assertThat(close.closeCode()).isEqualTo(1011);
			assertThat(close.closeText()).contains("secret");
			peer.write(ClientFrames.close(1011));
			peer.assertEnds();
		}
	}

	@Test
	void aHandledErrorEndsNothing() {
		try (RawPeer peer = this.server.open("/close")) {
			peer.write(ClientFrames.text("throw handled"));
			peer.assertEchoes("after").closeRegularly();
		}
		assertThat(this.events).contains("onError: handled").doesNotContain("listener: handled");
		assertThat(this.server.snapshot().handlerErrors()).isZero();
	}

	@Test
	void anErrorOfOnErrorIsAFailureToo() {
		try (RawPeer peer = this.server.open("/close")) {
			peer.write(ClientFrames.text("throw twice"));
			assertThat(peer.readFrame().closeCode()).isEqualTo(1011);
			peer.write(ClientFrames.close(1011));
			peer.assertEnds();
		}
		assertThat(this.server.snapshot().handlerErrors()).isEqualTo(1);
	}

	@Test
	void anErrorOfOnOpenClosesWith1011() {
		try (RawPeer peer = this.server.open("/close?open=fail")) {
			assertThat(peer.readFrame().closeCode()).isEqualTo(1011);
			peer.write(ClientFrames.close(1011));
			peer.assertEnds();
		}
		await().untilAsserted(
				() -> assertThat(this.events).containsExactly("onError: secret", "listener: secret", "close 1011"));
	}

	@Test
	void anErrorOfOnCloseIsReported() {
		try (RawPeer peer = this.server.open("/close?close=fail")) {
			peer.closeRegularly();
		}
		await().untilAsserted(
				() -> assertThat(this.events).containsExactly("close 1000", "onError: secret", "listener: secret"));
	}

	@Test
	void anErrorOfOnPongIsReportedAndEndsWhatThePolicySays() {
		try (RawPeer peer = this.server.open("/log")) {
			peer.write(ClientFrames.pong("throw"));
			peer.assertEchoes("after").closeRegularly();
		}
		assertThat(this.events).contains("onError: secret");
	}

	@Test
	void othersAreNotConcerned() {
		try (RawPeer healthy = this.server.open("/close"); RawPeer failing = this.server.open("/close")) {
			failing.write(ClientFrames.text("throw"));
			assertThat(failing.readFrame().closeCode()).isEqualTo(1011);
			healthy.assertEchoes("fine").closeRegularly();
		}
	}

	private static RouteOptions policy(FailurePolicy policy, boolean detailed) {
		return new RouteOptions(ConnectionOptions.builder()
			.failurePolicy(policy)
			.detailedErrors(detailed)
			.closeTimeout(Duration.ofSeconds(1))
			.build(), null, null);
	}

	/** Fails in the way that a message, or the query, asks for. */
	private final class Failing implements ConnectionHandler {

		private final Execution execution;

		private Failing(Execution execution) {
			this.execution = execution;
		}

		@Override
		public CompletionStage<?> onOpen(Connection connection) {
			failIfAsked(connection, "open");
			return null;
		}

		@Override
		public CompletionStage<?> onMessage(Connection connection, Message message) {
			String text = ((Message.Text) message).text();
			switch (text) {
				case "throw" -> throw new IllegalStateException("secret");
				case "throw handled" -> throw new IllegalStateException("handled");
				case "throw twice" -> throw new IllegalStateException("twice");
				case "error" -> throw new AssertionError("secret");
				case "fail" -> {
					return CompletableFuture.failedStage(new IllegalStateException("secret"));
				}
				case "fail later" -> {
					return new CompletableFuture<>().completeAsync(() -> {
						throw new IllegalStateException("secret");
					});
				}
				default -> connection.send(message);
			}
			return null;
		}

		@Override
		public void onPong(Connection connection, ByteBuffer payload) {
			if (payload.hasRemaining()) {
				throw new IllegalStateException("secret");
			}
		}

		@Override
		public CompletionStage<?> onClose(Connection connection, CloseReason reason) {
			HandlerFailureTests.this.events.add("close " + reason.code());
			failIfAsked(connection, "close");
			return null;
		}

		@Override
		public CompletionStage<?> onError(Connection connection, Throwable error) {
			HandlerFailureTests.this.events.add("onError: " + error.getMessage());
			return switch (error.getMessage()) {
				case "handled" -> null;
				case "twice" -> throw new IllegalStateException("in onError");
				default -> ConnectionHandler.super.onError(connection, error);
			};
		}

		@Override
		public Execution execution(Event event) {
			return this.execution;
		}

		private void failIfAsked(Connection connection, String call) {
			if (connection.handshake().queryParameters().containsKey(call)) {
				throw new IllegalStateException("secret");
			}
		}

	}

}
