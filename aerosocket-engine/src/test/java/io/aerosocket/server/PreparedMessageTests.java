package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.PreparedMessage;
import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionAgreement;
import io.aerosocket.extension.ExtensionParameters;
import io.aerosocket.extension.ExtensionSession;
import io.aerosocket.extension.PayloadSink;
import io.aerosocket.extension.ReservedBit;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A prepared message is changed by extensions once for all connections to which they make
 * the same of it, however it is sent.
 */
class PreparedMessageTests {

	private static final PreparedMessage LARGE = PreparedMessage.text("x".repeat(50_000));

	private final PreparedMessage message = PreparedMessage.text("hello");

	private final AtomicInteger changes = new AtomicInteger();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder
		.route("/", ConnectionHandler.of((connection, received) -> connection.send(this.message)))
		.route("/large", ConnectionHandler.of((connection, received) -> connection.send(LARGE)))
		.options((options) -> options.eventLoops(1)
			.extensions(List.of(new Increment("x-same", "same"), new Increment("x-own", null)))));

	@Test
	void isChangedOnceWhereItIsTheSameForAll() {
		List<RawPeer> peers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			peers.add(this.server.open("/", "Sec-WebSocket-Extensions: x-same"));
		}
		peers.forEach((peer) -> peer.write(ClientFrames.text("send it")));
		peers.forEach(PreparedMessageTests::assertChanged);
		// From another thread, and to everybody.
		this.server.server().connections().all().forEach((connection) -> connection.send(this.message));
		peers.forEach(PreparedMessageTests::assertChanged);
		this.server.server().connections().broadcast(this.message, Connection::isOpen);
		peers.forEach(PreparedMessageTests::assertChanged);
		assertThat(this.changes).hasValue(1);
		peers.forEach(RawPeer::closeRegularly);
	}

	@Test
	void isChangedEachTimeWhereItDependsOnTheConnection() {
		try (RawPeer peer = this.server.open("/", "Sec-WebSocket-Extensions: x-own")) {
			peer.write(ClientFrames.text("send it"), ClientFrames.text("again"));
			assertChanged(peer);
			assertChanged(peer);
			assertThat(this.changes).hasValue(2);
			peer.closeRegularly();
		}
	}

	@Test
	void isSentWholeWhenItIsLarge() {
		try (RawPeer peer = this.server.open("/large", "Sec-WebSocket-Extensions: x-same")) {
			peer.write(ClientFrames.text("send it"), ClientFrames.text("again"));
			for (int i = 0; i < 2; i++) {
				assertThat(peer.read(4)).isEqualTo(ClientFrames.hex("c1 7e c3 50"));
				assertThat(peer.read(50_000)).containsOnly('y');
			}
			assertThat(this.changes).hasValue(1);
			peer.closeRegularly();
		}
	}

	@Test
	void isAsItIsWithoutExtensions() {
		try (RawPeer peer = this.server.open("/")) {
			peer.write(ClientFrames.text("send it"));
			assertThat(peer.readFrame().text()).isEqualTo("hello");
			assertThat(this.changes).hasValue(0);
			peer.closeRegularly();
		}
	}

	private static void assertChanged(RawPeer peer) {
		assertThat(peer.read(7)).isEqualTo(ClientFrames.join(ClientFrames.hex("c1 05"), ClientFrames.utf8("ifmmp")));
	}

	/** Adds one to every byte, and counts the messages. */
	private final class Increment implements Extension {

		private final String name;

		private final Object variant;

		Increment(String name, Object variant) {
			this.name = name;
			this.variant = variant;
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public ReservedBit bit() {
			return ReservedBit.RSV1;
		}

		@Override
		public ExtensionAgreement accept(ExtensionParameters offer) {
			return new ExtensionAgreement(offer, () -> new Session(this.variant));
		}

		@Override
		public List<ExtensionParameters> offers() {
			return List.of();
		}

		@Override
		public ExtensionAgreement confirm(ExtensionParameters answer) {
			throw new UnsupportedOperationException();
		}

	}

	/** One connection's. */
	private final class Session implements ExtensionSession {

		private final Object variant;

		Session(Object variant) {
			this.variant = variant;
		}

		@Override
		public void inbound(ByteBuffer piece, boolean last, PayloadSink out) {
			out.accept(piece);
		}

		@Override
		public boolean outbound(ByteBuffer message, boolean text, PayloadSink out) {
			PreparedMessageTests.this.changes.incrementAndGet();
			byte[] bytes = new byte[message.remaining()];
			message.get(bytes);
			for (int i = 0; i < bytes.length; i++) {
				bytes[i]++;
			}
			out.accept(ByteBuffer.wrap(bytes));
			return true;
		}

		@Override
		public Object variant() {
			return this.variant;
		}

		@Override
		public void close() {
		}

	}

}
