package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.Connection;
import io.aerosocket.PreparedMessage;
import io.aerosocket.ProtocolViolationException;
import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionAgreement;
import io.aerosocket.extension.ExtensionParameters;
import io.aerosocket.extension.ExtensionSession;
import io.aerosocket.extension.PayloadSink;
import io.aerosocket.extension.ReservedBit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Extensions that are not ours, over a real socket: one rotates letters.
 */
class ExtensionTests {

	private static final int RSV2 = 0x20;

	private final AtomicInteger sessions = new AtomicInteger();

	private final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.route("/record", this.handler)
		.route("/fail", io.aerosocket.ConnectionHandler.of((connection, message) -> {
			throw new IllegalStateException("as asked");
		}))
		.options((options) -> options
			.extensions(List.of(new Rotation("x-rot", ReservedBit.RSV2), new Rotation("x-rival", ReservedBit.RSV2),
					new Faulty()))
			.connection((connection) -> connection
				.compression(CompressionOptions.of(CompressionMode.SHARED).withMinSize(10)))));

	@Test
	void messagesPassThroughIt() {
		try (RawPeer peer = open("x-rot; by=1", "x-rot; by=1")) {
			peer.write(ClientFrames.frame(0x80 | RSV2 | ClientFrames.TEXT, ClientFrames.utf8("ifmmp")));
			assertThat(peer.read(7))
				.isEqualTo(ClientFrames.join(ClientFrames.hex("a1 05"), ClientFrames.utf8("ifmmp")));
			peer.write(ClientFrames.frame(RSV2 | ClientFrames.TEXT, ClientFrames.utf8("i")), ClientFrames.last("fmmp"));
			assertThat(peer.read(7))
				.isEqualTo(ClientFrames.join(ClientFrames.hex("a1 05"), ClientFrames.utf8("ifmmp")));
			// Without the bit a message is as it is.
			peer.write(ClientFrames.text("hello"));
			assertThat(peer.read(7))
				.isEqualTo(ClientFrames.join(ClientFrames.hex("a1 05"), ClientFrames.utf8("ifmmp")));
			peer.closeRegularly();
		}
	}

	@Test
	void handlerSeesTheOriginal() {
		try (RawPeer peer = this.server.open("/record", "Sec-WebSocket-Extensions: x-rot; by=1")) {
			peer.write(ClientFrames.frame(0x80 | RSV2 | ClientFrames.TEXT, ClientFrames.utf8("ifmmp")));
			assertThat(this.handler.awaitText()).isEqualTo("hello");
			this.server.server()
				.connections()
				.broadcast(PreparedMessage.text("hello"), (connection) -> !connection.extensions().isEmpty());
			assertThat(peer.read(7))
				.isEqualTo(ClientFrames.join(ClientFrames.hex("a1 05"), ClientFrames.utf8("ifmmp")));
			peer.closeRegularly();
		}
	}

	@Test
	void offersAreTriedInTheirOrderAndRivalsExcludeEachOther() {
		open("x-rot; by=0, x-rot; by=3", "x-rot; by=3").hangUp();
		open("x-rot; by=1, x-rival; by=1", "x-rot; by=1").hangUp();
		open("x-rival; by=2, x-rot; by=1", "x-rival; by=2").hangUp();
		open("x-rot; by=1; by=2", null).hangUp();
		open("x-other", null).hangUp();
	}

	@Test
	void twoExtensionsMayBeStacked() {
		try (RawPeer peer = open("permessage-deflate, x-rot; by=1",
				"permessage-deflate; server_no_context_takeover; client_no_context_takeover, x-rot; by=1")) {
			// "Hello", deflated and rotated.
			peer.write(ClientFrames.frame(0xE1, ClientFrames.hex("f3 49 ce ca ca 08 01")));
			assertThat(peer.read(7))
				.isEqualTo(ClientFrames.join(ClientFrames.hex("a1 05"), ClientFrames.utf8("Ifmmp")));
			peer.write(ClientFrames.frame(0xE2, ClientFrames.hex("f3 49 ce ca ca 08 01")));
			peer.read(7);
			peer.write(ClientFrames.text("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
			byte[] header = peer.read(2);
			assertThat(header[0] & 0xFF).isEqualTo(0xE1);
			assertThat((int) header[1]).isLessThan(36);
			peer.read(header[1]);
			peer.closeRegularly();
		}
	}

	@Test
	void itsViolationsCloseWithItsCode() {
		try (RawPeer peer = open("x-rot; by=1", "x-rot; by=1")) {
			peer.write(ClientFrames.frame(0x80 | RSV2 | ClientFrames.TEXT, ClientFrames.utf8("\u0001")));
			assertThat(peer.assertCloses(1008).closeText()).isEqualTo("no letter");
		}
	}

	@Test
	void textIsCheckedAfterIt() {
		try (RawPeer peer = open("x-rot; by=1", "x-rot; by=1")) {
			peer.write(ClientFrames.frame(0x80 | RSV2 | ClientFrames.TEXT, new byte[] { (byte) 0xC1 }));
			peer.assertCloses(1007);
		}
	}

	@ParameterizedTest
	@EnumSource
	void sessionIsClosedHoweverTheConnectionEnds(End end) {
		RawPeer peer = this.server.open((end == End.HANDLER_FAILURE) ? "/fail" : "/echo",
				"Sec-WebSocket-Extensions: x-rot; by=1");
		assertThat(this.sessions).hasValue(1);
		byte[] unfinished = ClientFrames.frame(RSV2 | ClientFrames.TEXT, ClientFrames.utf8("i"));
		switch (end) {
			case REGULAR -> peer.closeRegularly();
			case RESET -> {
				peer.write(unfinished);
				peer.reset();
			}
			case HANG_UP -> peer.hangUp();
			case VIOLATION -> {
				peer.write(unfinished, ClientFrames.hex("ff80"));
				peer.assertCloses(1002);
			}
			case HANDLER_FAILURE -> {
				peer.write(ClientFrames.text("x"));
				peer.readFrame();
				peer.write(ClientFrames.close(1011));
			}
			case SERVER_STOPS -> {
				peer.write(unfinished);
				this.server.stopAndCountCut(java.time.Duration.ZERO);
			}
		}
		await().untilAsserted(() -> assertThat(this.sessions).hasValue(0));
		peer.hangUp();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x-faulty; variant=1", "x-faulty; variant=0" })
	void aFaultyExtensionEndsItsConnectionOnly(String offer) {
		try (RawPeer faulty = this.server.open("/record", "Sec-WebSocket-Extensions: " + offer)) {
			this.handler.awaitOpen();
			try (RawPeer other = this.server.open("/record")) {
				Connection connection = this.handler.awaitOpen();
				this.server.server().connections().broadcast(PreparedMessage.text("news"), (each) -> true);
				assertThat(other.readFrame().text()).isEqualTo("news");
				faulty.assertEnds();
				assertThat(connection.isOpen()).isTrue();
				other.closeRegularly();
			}
		}
	}

	@Test
	void whoWaitsForAMessageHearsOfAFaultyExtension() {
		try (RawPeer faulty = this.server.open("/record", "Sec-WebSocket-Extensions: x-faulty; variant=0")) {
			assertThat(this.handler.awaitOpen().sendTextAsync("news")).failsWithin(RawPeer.DEADLINE)
				.withThrowableThat()
				.withMessageContaining("as asked");
			faulty.assertEnds();
		}
	}

	/** How a connection ends. */
	enum End {

		REGULAR, RESET, HANG_UP, VIOLATION, HANDLER_FAILURE, SERVER_STOPS

	}

	private RawPeer open(String offer, @Nullable String answer) {
		RawPeer peer = this.server.connect();
		peer.write(RawRequest.to("/echo").with("Sec-WebSocket-Extensions: " + offer).bytes());
		RawResponse response = peer.readResponse();
		assertThat(response.status()).isEqualTo(101);
		assertThat(response.header("Sec-WebSocket-Extensions")).isEqualTo(answer);
		return peer;
	}

	/** Adds a number to every byte. */
	private final class Rotation implements Extension {

		private final String name;

		private final ReservedBit bit;

		Rotation(String name, ReservedBit bit) {
			this.name = name;
			this.bit = bit;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public ReservedBit bit() {
			return this.bit;
		}

		@Override
		public @Nullable ExtensionAgreement accept(ExtensionParameters offer) {
			String by = offer.value("by");
			if (by == null || by.equals("0") || offer.hasDuplicates()) {
				return null;
			}
			return new ExtensionAgreement(offer, () -> new Session(Integer.parseInt(by)));
		}

		@Override
		public List<ExtensionParameters> offers() {
			return Stream.of(1, 2).map((by) -> ExtensionParameters.of(this.name).with("by", by)).toList();
		}

		@Override
		public ExtensionAgreement confirm(ExtensionParameters answer) {
			throw new UnsupportedOperationException();
		}

	}

	/** Fails when it is to send. */
	private static final class Faulty implements Extension {

		@Override
		public String name() {
			return "x-faulty";
		}

		@Override
		public ReservedBit bit() {
			return ReservedBit.RSV3;
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
					out.accept(message);
					throw new IllegalStateException("as asked");
				}

				@Override
				public @Nullable Object variant() {
					return "1".equals(offer.value("variant")) ? "faulty" : null;
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

	/** One connection. */
	private final class Session implements ExtensionSession {

		private final int by;

		Session(int by) {
			this.by = by;
			ExtensionTests.this.sessions.incrementAndGet();
		}

		@Override
		public void inbound(ByteBuffer piece, boolean last, PayloadSink out) {
			for (int i = piece.position(); i < piece.limit(); i++) {
				if (piece.get(i) == 1 && this.by == 1 && piece.remaining() == 1) {
					throw new ProtocolViolationException(CloseCode.POLICY_VIOLATION, "no letter");
				}
			}
			out.accept(rotate(piece, -this.by));
		}

		@Override
		public boolean outbound(ByteBuffer message, boolean text, PayloadSink out) {
			out.accept(rotate(message, this.by));
			return true;
		}

		@Override
		public void close() {
			ExtensionTests.this.sessions.decrementAndGet();
		}

		private ByteBuffer rotate(ByteBuffer in, int by) {
			ByteBuffer rotated = ByteBuffer.allocate(in.remaining());
			while (in.hasRemaining()) {
				rotated.put((byte) (in.get() + by));
			}
			return rotated.flip();
		}

	}

}
