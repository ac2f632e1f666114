package io.aerosocket.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Message;
import io.aerosocket.Transport;
import io.aerosocket.UnavailableTransportException;
import io.aerosocket.internal.transport.EventLoops;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection that sends without end does not keep the others of its event loop waiting:
 * each turn reads a bounded number of bytes of it. Counted in those, not in time.
 */
class FairnessTests {

	private static final int MESSAGE_BYTES = 16 * 1024;

	/** What is always there to be read next, and more than one read can bring. */
	private static final int LEAD_BYTES = 256 * 1024;

	/**
	 * What a turn may read: 16 times 64 KiB, or with io_uring a ring of 64 such buffers.
	 */
	private static final int TURN_BYTES = 4 << 20;

	/** Without turns the flood would go on until here. */
	private static final int FLOOD_BYTES = 256 << 20;

	private static final int OTHERS = 4;

	private static final int ROUNDS = 10;

	private final AtomicLong written = new AtomicLong();

	private final List<RawPeer> others = new ArrayList<>();

	private final CountDownLatch done = new CountDownLatch(OTHERS);

	/** Of the event loop. */
	private long handled;

	private long mostBetween;

	private TestServer server;

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.done.countDown();
			this.server.close();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "NIO", "EPOLL", "IO_URING" })
	void aFloodLeavesTheOthersTheirTurns(Transport transport) throws Exception {
		try {
			EventLoops.choose(transport);
		}
		catch (UnavailableTransportException ex) {
			Assumptions.abort(ex.reason());
		}
		this.server = TestServer.started((builder) -> builder.route("/flood", ConnectionHandler.of(this::flooded))
			.route("/other", new Other())
			.options((options) -> options.transport(transport)));
		for (int i = 0; i < OTHERS; i++) {
			this.others.add(this.server.open("/other"));
		}
		RawPeer flooder = this.server.open("/flood");
		CompletableFuture<Void> flood = Background.run(() -> flood(flooder));
		assertThat(this.done.await(60, TimeUnit.SECONDS)).isTrue();
		flood.join();
		flooder.close();
		this.others.forEach(RawPeer::close);
		this.server.awaitEmpty();
		assertThat(this.mostBetween).as("bytes of the flood handled while another's message waited")
			.isPositive()
			.isLessThanOrEqualTo(2 * TURN_BYTES);
	}

	private void flood(RawPeer flooder) {
		byte[] message = ClientFrames.binary(new byte[MESSAGE_BYTES]);
		while (this.done.getCount() > 0 && this.written.get() < FLOOD_BYTES) {
			flooder.write(message);
			this.written.addAndGet(MESSAGE_BYTES);
		}
		// So that nobody waits for more.
		this.written.set(Long.MAX_VALUE / 2);
	}

	// On the event loop, which goes on only while there is more to read at once.
	private void flooded(Connection connection, Message message) {
		boolean first = this.handled == 0;
		this.handled += MESSAGE_BYTES;
		while (this.written.get() - this.handled < LEAD_BYTES) {
			Thread.onSpinWait();
		}
		if (first) {
			this.others.forEach((other) -> other.write(ClientFrames.text("0")));
		}
	}

	/** Is sent its next message when it was handed one. */
	private final class Other implements ConnectionHandler {

		private final long[] writtenAt = new long[OTHERS];

		private final List<Connection> known = new ArrayList<>();

		@Override
		public @Nullable CompletionStage<?> onOpen(Connection connection) {
			this.known.add(connection);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onMessage(Connection connection, Message message) {
			FairnessTests test = FairnessTests.this;
			int index = this.known.indexOf(connection);
			int round = Integer.parseInt(((Message.Text) message).text()) + 1;
			test.mostBetween = Math.max(test.mostBetween, test.handled - this.writtenAt[index]);
			this.writtenAt[index] = test.handled;
			if (round == ROUNDS) {
				test.done.countDown();
			}
			else {
				test.others.get(index).write(ClientFrames.text("" + round));
			}
			return null;
		}

	}

}
