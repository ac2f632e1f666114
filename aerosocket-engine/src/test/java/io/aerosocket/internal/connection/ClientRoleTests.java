package io.aerosocket.internal.connection;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.aerosocket.CloseCode;
import io.aerosocket.Message;
import io.aerosocket.MessageSource;
import io.aerosocket.PreparedMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSocketConnection} as the client's end.
 */
class ClientRoleTests {

	private static final int MASKED = 0x80;

	private final TestConnection server = TestConnection.openClient();

	private final WebSocketConnection connection = this.server.connection();

	@AfterEach
	void everythingIsReleased() {
		assertThat(this.server.bytesLeftAfterTheEnd()).isZero();
	}

	@Test
	void fragmentsOfAStreamAreMasked() {
		byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
		this.connection.sendStream(MessageSource.text(new ByteArrayInputStream(hello)).withFragmentSize(3));
		this.server.run();
		assertThat(this.server.sent()).containsExactly("text hel", "continuation lo", "continuation");
	}

	@Test
	void everyFrameIsMaskedWithAKeyOfItsOwn() {
		this.connection.sendText("hello");
		this.connection.sendBinary(new byte[100_000]);
		this.connection.send(PreparedMessage.text("prepared"));
		this.connection.ping(ByteBuffer.wrap("p".getBytes()));
		this.connection.send(Message.pong(ByteBuffer.wrap("q".getBytes())));
		this.connection.close(CloseCode.NORMAL, "bye");
		this.server.run();
		Set<Integer> keys = new HashSet<>();
		ByteBuf all = this.server.channel().alloc().buffer();
		for (ByteBuf next = this.server.channel().readOutbound(); next != null; next = this.server.channel()
			.readOutbound()) {
			all.writeBytes(next);
			next.release();
		}
		while (all.isReadable()) {
			all.skipBytes(1);
			int second = all.readUnsignedByte();
			assertThat(second & MASKED).isEqualTo(MASKED);
			int length = second & 0x7F;
			length = (length == 126) ? all.readUnsignedShort() : (length == 127) ? (int) all.readLong() : length;
			keys.add(all.readInt());
			all.skipBytes(length);
		}
		all.release();
		assertThat(keys).as("two keys of six meet by chance once in 300 million runs").hasSize(6);
	}

	@Test
	void whatIsMaskedArrives() {
		this.connection.sendText("h\u00e9llo");
		this.connection.sendText("x".repeat(70_000));
		this.connection.ping(ByteBuffer.wrap("p".getBytes()));
		assertThat(this.server.sent()).containsExactly("text h\u00e9llo", "text x*70000", "ping p");
	}

	@Test
	void aMessageThatWasReceivedCanBeSentBack() {
		this.server.handler().answering((connection, message) -> {
			connection.send(message);
			return null;
		});
		this.server.receive("81 02 6869" + "82 7e 1388" + "78".repeat(5000));
		assertThat(this.server.sent()).containsExactly("text hi", "binary x*5000");
	}

	@Test
	void aMaskedFrameOfTheServerIsRefused() {
		this.server.receive(TestConnection.text("no"));
		assertThat(this.server.sent()).containsExactly("close 1002 a frame from a server must not be masked");
	}

	@Test
	void aBroadcastIsMaskedForEach() {
		this.server.registry().broadcast(PreparedMessage.text("to all"), (connection) -> true);
		this.server.run();
		assertThat(this.server.sent()).containsExactly("text to all");
	}

	@Test
	void theServerIsLeftToCloseTheTransport() {
		this.server.receive("88 02 03e8");
		assertThat(this.server.sent()).isEqualTo(List.of("close 1000"));
		assertThat(this.server.channel().isOpen()).as("RFC 6455 section 7.1.1").isTrue();
		this.server.loseTransport();
		assertThat(this.server.handler().calls()).last().isEqualTo("close 1000 by peer");
	}

}
