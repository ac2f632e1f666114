package io.aerosocket.client;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.PreparedMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client sends is masked (RFC 6455 sections 5.1, 5.3 and 10.3).
 */
class MaskingTests {

	private static final int FRAMES = 1000;

	@RegisterExtension
	final TestClient test = TestClient
		.withOptions((options) -> options.connection((connection) -> connection.maxQueuedBytes(64 << 20)));

	@Test
	void everyFrameHasAKeyOfItsOwn() {
		Set<Integer> keys = new HashSet<>();
		byte[] large = new byte[100_000];
		Arrays.fill(large, (byte) 'x');
		try (RawServer server = RawServer.start((peer) -> {
			peer.upgrade();
			int frames = 0;
			for (RawServer.Frame frame = peer.readFrame(); frame.opcode() != 8; frame = peer.readFrame()) {
				keys.add(frame.key());
				frames++;
				if (frame.opcode() == 2) {
					assertThat(Arrays.equals(frame.payload(), large)).isTrue();
				}
				else {
					assertThat(frame.text()).isIn("text", "prepared", "ping");
				}
			}
			assertThat(frames).isGreaterThan(3 * FRAMES);
			peer.writeHex("88 02 03e8");
		})) {
			Connection connection = TestClient.await(this.test.client().connect(server.uri("/"), new Recorder()));
			PreparedMessage prepared = PreparedMessage.text("prepared");
			for (int i = 0; i < FRAMES; i++) {
				connection.sendText("text");
				connection.send(prepared);
				this.test.client().connections().broadcast(prepared, (other) -> true);
				if (i % 100 == 0) {
					connection.sendBinary(large);
					connection.ping(ByteBuffer.wrap("ping".getBytes()));
				}
			}
			this.test.client().connections().broadcast(prepared, (last) -> {
				last.close(CloseCode.NORMAL, "");
				return false;
			});
		}
		// Two of 3000 random numbers of 32 bits meet once in a thousand runs, four of
		// them
		// never.
		assertThat(keys).hasSizeGreaterThan(3 * FRAMES - 3);
	}

}
