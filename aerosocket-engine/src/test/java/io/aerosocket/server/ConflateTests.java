package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.BroadcastResult;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.telemetry.DropReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Peers that read more slowly than they are sent to, and get the last value of each key.
 */
class ConflateTests {

	private static final int MESSAGE = 16 * 1024;

	private static final int KEYS = 4;

	private static final int MAX_QUEUED = 256 * 1024;

	private final RecordingHandler handler = new RecordingHandler();

	@RegisterExtension
	final TestServer server = TestServer
		.with((builder) -> builder.route("/", this.handler, options(SlowConsumerPolicy.CONFLATE))
			.route("/newest", this.handler, options(SlowConsumerPolicy.DROP_NEWEST)));

	@Test
	void theLastValueOfEachKeyArrives() {
		arrive("/", Connection::send);
	}

	@Test
	void theLastValueOfEachKeyArrivesOfBroadcastsToo() {
		arrive("/",
				(connection,
						message) -> result(this.server.server()
							.connections()
							.broadcastAndCount(message, (all) -> true)
							.toCompletableFuture()
							.join()));
	}

	private void arrive(String path, BiFunction<Connection, PreparedMessage, SendResult> send) {
		try (RawPeer peer = openNarrow(path)) {
			Connection connection = this.handler.awaitOpen();
			Map<Integer, Integer> last = fill(connection, send);
			assertThat(connection.isOpen()).isTrue();
			assertThat(read(peer, connection, last.size())).isEqualTo(last);
			assertThat(connection.send(numbered(0, 0)).isAccepted()).isTrue();
			assertThat(number(peer.readFrame())).isZero();
			peer.closeRegularly();
		}
	}

	@Test
	void moreKeysThanHaveRoomClose() {
		try (RawPeer peer = openNarrow("/")) {
			Connection connection = this.handler.awaitOpen();
			SendResult result = SendResult.QUEUED;
			for (int key = 0; result.isAccepted(); key++) {
				result = connection.send(numbered(key, key));
			}
			assertThat(result).isEqualTo(SendResult.CLOSED);
			List<RawFrame> frames = peer.readUntilClose();
			assertThat(frames.get(frames.size() - 1).closeCode()).isEqualTo(1013);
		}
	}

	@Test
	void messagesWithoutAKeyAreNotReplaced() {
		try (RawPeer peer = openNarrow("/")) {
			Connection connection = this.handler.awaitOpen();
			SendResult result = SendResult.QUEUED;
			while (result.isAccepted()) {
				result = connection.sendBinary(new byte[MESSAGE]);
			}
			assertThat(result).isEqualTo(SendResult.CLOSED);
			peer.readUntilClose();
		}
		assertThat(this.server.snapshot().drops()).containsEntry(DropReason.CONFLATED, 0L);
	}

	@Test
	void underAnotherPolicyAKeyMakesNoDifference() {
		try (RawPeer peer = openNarrow("/newest")) {
			Connection connection = this.handler.awaitOpen();
			SendResult result = SendResult.QUEUED;
			while (result.isAccepted()) {
				result = connection.send(numbered(1, 1));
			}
			assertThat(result).isEqualTo(SendResult.DROPPED);
			peer.reset();
		}
		assertThat(this.server.snapshot().drops()).containsEntry(DropReason.CONFLATED, 0L);
	}

	@Test
	void aKeyedMessageIsTheSameMessage() {
		PreparedMessage message = PreparedMessage.text("1.0842");
		PreparedMessage keyed = message.conflatedBy("EURUSD").conflatedBy("EUR");
		assertThat(message.conflationKey()).isNull();
		assertThat(keyed.conflationKey()).isEqualTo("EUR");
		assertThat(keyed.payload()).isEqualTo(message.payload());
		assertThat(keyed.isText()).isTrue();
		Object form = message.form("way", () -> new int[0]);
		assertThat(keyed.form("way", () -> new int[1])).as("what was compressed once serves all").isSameAs(form);
	}

	/** Sends values of a few keys in turn, until many took the place of others. */
	private Map<Integer, Integer> fill(Connection connection,
			BiFunction<Connection, PreparedMessage, SendResult> send) {
		Map<Integer, Integer> last = new LinkedHashMap<>();
		for (int value = 0; this.server.snapshot().drops().get(DropReason.CONFLATED) < 200; value++) {
			assertThat(send.apply(connection, numbered(value % KEYS, value)).isAccepted()).isTrue();
			last.put(value % KEYS, value);
			// One wake-up of the event loop may be under way.
			assertThat(connection.queuedBytes()).isLessThan(MAX_QUEUED);
			assertThat(value).isLessThan(50_000);
		}
		return last;
	}

	private static Map<Integer, Integer> read(RawPeer peer, Connection connection, int keys) {
		Map<Integer, Integer> values = new LinkedHashMap<>();
		List<Integer> order = new ArrayList<>();
		await().atMost(RawPeer.DEADLINE).until(() -> {
			do {
				int value = number(peer.readFrame());
				values.merge(value % KEYS, value, Math::max);
				order.add(value);
			}
			while (connection.queuedBytes() > 0);
			return values.size() == keys;
		});
		connection.sendText("mark");
		for (RawFrame frame = peer.readFrame(); frame.opcode() != ClientFrames.TEXT; frame = peer.readFrame()) {
			values.merge(number(frame) % KEYS, number(frame), Math::max);
		}
		return values;
	}

	private RawPeer openNarrow(String path) {
		return RawPeer.connectNarrow(this.server.server()).upgrade(path);
	}

	private static SendResult result(BroadcastResult result) {
		return (result.accepted() == 1) ? SendResult.QUEUED : SendResult.CLOSED;
	}

	private static PreparedMessage numbered(int key, int value) {
		return PreparedMessage.binary(ByteBuffer.allocate(MESSAGE).putInt(value).array()).conflatedBy(key);
	}

	private static int number(RawFrame frame) {
		return ByteBuffer.wrap(frame.payload()).getInt();
	}

	private static RouteOptions options(SlowConsumerPolicy policy) {
		return new RouteOptions(
				ConnectionOptions.builder().maxQueuedBytes(MAX_QUEUED).slowConsumerPolicy(policy).build(), null, null);
	}

}
