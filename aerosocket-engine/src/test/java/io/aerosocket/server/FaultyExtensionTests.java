package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.aerosocket.CloseCode;
import io.aerosocket.Execution;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.PreparedMessage;
import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionAgreement;
import io.aerosocket.extension.ExtensionParameters;
import io.aerosocket.extension.ExtensionSession;
import io.aerosocket.extension.PayloadSink;
import io.aerosocket.extension.ReservedBit;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An extension that fails costs its connection, and nothing else: no handler waits for an
 * end that never comes, no socket stays, nothing keeps the server from stopping. Nor does
 * one that knows nothing of others harm theirs.
 */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class FaultyExtensionTests {

	private static final String OFFER = "Sec-WebSocket-Extensions: x-faulty";

	@Test
	void aSessionThatCannotBeOpenedCostsItsSocket() {
		AtomicInteger asked = new AtomicInteger();
		CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
		try (TestServer server = TestServer
			.started((builder) -> builder.route("/", new RecordingHandler()).interceptor((handshake) -> {
				asked.incrementAndGet();
				return decision;
			}).options((options) -> options.extensions(List.of(new Faulty("open")))))) {
			RawPeer peer = server.connect().write(RawRequest.to("/").with(OFFER).bytes());
			await().until(() -> asked.get() == 1);
			decision.complete(HandshakeDecision.accept());
			peer.assertEnds();
			assertThat(server.snapshot().refusals()).containsEntry(RefusalReason.ERROR, 1L);
			server.awaitEmpty();
		}
	}

	@Test
	void aSessionThatFailsToEndKeepsNobodyFromHearingOfTheEnd() {
		RecordingHandler handler = new RecordingHandler();
		try (TestServer server = TestServer.started((builder) -> builder.route("/", handler)
			.options((options) -> options.extensions(List.of(new Faulty("close")))))) {
			RawPeer peer = server.open("/", OFFER);
			handler.awaitOpen();
			peer.hangUp();
			assertThat(handler.awaitClose().code()).isEqualTo(CloseCode.ABNORMAL);
			server.awaitEmpty();
		}
	}

	@Test
	void aSessionThatFailsOnWhatWasHeldEndsTheConnection() {
		CompletableFuture<Void> first = new CompletableFuture<>();
		AtomicInteger messages = new AtomicInteger();
		RecordingHandler handler = new RecordingHandler(Execution.EVENT_LOOP,
				(connection, message) -> (messages.incrementAndGet() == 1) ? first : null);
		try (TestServer server = TestServer.started((builder) -> builder.route("/", handler)
			.options((options) -> options.extensions(List.of(new Faulty("inbound")))
				.connection((connection) -> connection.maxPendingMessages(1).pingInterval(Duration.ZERO))))) {
			RawPeer peer = server.open("/", OFFER);
			peer.write(ClientFrames.join(ClientFrames.text("1"), ClientFrames.text("2"),
					ClientFrames.frame(0x80 | 0x20 | ClientFrames.TEXT, ClientFrames.utf8("3")),
					ClientFrames.text("4")));
			await().until(() -> server.snapshot().pausedReads() == 1);
			first.complete(null);
			peer.assertEnds();
			assertThat(handler.awaitClose().code()).isEqualTo(CloseCode.ABNORMAL);
			assertThat(messages).as("what came before is handled, what came behind is not").hasValue(2);
			server.awaitEmpty();
		}
	}

	@Test
	void ofTwoThatNameTheirVariantsAlikeEachGetsWhatItMade() {
		RecordingHandler handler = new RecordingHandler();
		try (TestServer server = TestServer.started((builder) -> builder.route("/", handler)
			.options((options) -> options.extensions(List.of(new Stamp("x-a"), new Stamp("x-b")))));
				RawPeer first = server.open("/", "Sec-WebSocket-Extensions: x-a");
				RawPeer second = server.open("/", "Sec-WebSocket-Extensions: x-b")) {
			handler.awaitOpen();
			handler.awaitOpen();
			server.server().connections().broadcast(PreparedMessage.text("!"), (each) -> true);
			assertThat(stamped(first)).isEqualTo("x-a!");
			assertThat(stamped(second)).isEqualTo("x-b!");
		}
	}

	private static String stamped(RawPeer peer) {
		return new String(peer.read(6), 2, 4, StandardCharsets.US_ASCII);
	}

	/**
	 * Puts its name in front of what is sent.
	 *
	 * @param name its name
	 */
	private record Stamp(String name) implements Extension {

		@Override
		public ReservedBit bit() {
			return ReservedBit.RSV2;
		}

		@Override
		public ExtensionAgreement accept(ExtensionParameters offer) {
			return new ExtensionAgreement(offer, () -> new ExtensionSession() {

				@Override
				public void inbound(ByteBuffer piece, boolean last, PayloadSink out) {
					out.accept(piece);
				}

				@Override
				public boolean outbound(ByteBuffer message, boolean text, PayloadSink out) {
					out.accept(ByteBuffer.wrap(name().getBytes(StandardCharsets.US_ASCII)));
					out.accept(message);
					return true;
				}

				@Override
				public Object variant() {
					return 1;
				}

				@Override
				public void close() {
				}

			});
		}

		@Override
		public List<ExtensionParameters> offers() {
			throw new UnsupportedOperationException();
		}

		@Override
		public ExtensionAgreement confirm(ExtensionParameters answer) {
			throw new UnsupportedOperationException();
		}

	}

	/**
	 * Fails where it was told to.
	 *
	 * @param where the name of the method that fails
	 */
	private record Faulty(String where) implements Extension {

		@Override
		public String name() {
			return "x-faulty";
		}

		@Override
		public ReservedBit bit() {
			return ReservedBit.RSV2;
		}

		@Override
		public ExtensionAgreement accept(ExtensionParameters offer) {
			return new ExtensionAgreement(offer, () -> {
				failAt("open");
				return new Session();
			});
		}

		@Override
		public List<ExtensionParameters> offers() {
			return List.of(ExtensionParameters.of(name()));
		}

		@Override
		public ExtensionAgreement confirm(ExtensionParameters answer) {
			return new ExtensionAgreement(answer, Session::new);
		}

		private void failAt(String here) {
			if (here.equals(this.where)) {
				throw new IllegalStateException("as asked");
			}
		}

		private final class Session implements ExtensionSession {

			@Override
			public void inbound(ByteBuffer piece, boolean last, PayloadSink out) {
				failAt("inbound");
				out.accept(piece);
			}

			@Override
			public boolean outbound(ByteBuffer message, boolean text, PayloadSink out) {
				return false;
			}

			@Override
			public void close() {
				failAt("close");
			}

		}

	}

}
