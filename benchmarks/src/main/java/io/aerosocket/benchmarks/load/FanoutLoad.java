package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

/**
 * One connection sends as fast as the others receive: a message leaves the window when
 * everybody has it, and what has room in the window is sent at once. An operation is one
 * message at one receiver; a latency is the time until the last of them has it.
 */
final class FanoutLoad implements Load {

	private static final int CHUNK_BYTES = 1 << 18;

	private static final int REPLIES_COMPARED_TOGETHER = 64;

	/** Silence after which no message of the preparations is under way. */
	private static final Duration SETTLED = Duration.ofMillis(500);

	private static final int PROBES_AT_MOST = 20;

	private static final long HIGHEST_LATENCY_NANOS = Duration.ofMinutes(1).toNanos();

	private final LoadSettings settings;

	private final FanoutWorkload workload;

	private final Poller poller = new Poller();

	private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

	private final List<Receiver> receivers = new ArrayList<>();

	private final Histogram latencies = new Histogram(HIGHEST_LATENCY_NANOS, 3);

	private final DeliveryWindow window;

	private final ByteBuffer requests;

	private long deliveries;

	private boolean measuring;

	FanoutLoad(LoadSettings settings, FanoutWorkload workload) throws IOException {
		this.settings = settings;
		this.workload = workload;
		this.window = new DeliveryWindow(workload.depth(), workload.connections());
		byte[] payload = workload.content().payload(workload.messageBytes());
		this.requests = Requests.batch(workload.content().opcode(), payload, workload.depth());
	}

	@Override
	public LoadResult run() throws IOException {
		open();
		awaitEverybody();
		this.measuring = true;
		loopFor(this.settings.warmup());
		this.latencies.reset();
		this.deliveries = 0;
		Stopwatch stopwatch = new Stopwatch(this.settings.serverPid());
		loopFor(this.settings.duration());
		return LoadResult.of(this.deliveries, stopwatch.elapsed(), this.latencies, Map.of());
	}

	private void open() throws IOException {
		byte[] payload = this.workload.content().payload(this.workload.messageBytes());
		ExpectedReplies expected = null;
		for (int i = 0; i < this.workload.connections(); i++) {
			SocketChannel channel = ClientHandshake.open(this.settings.port(), this.settings.path());
			if (expected == null) {
				// Learns what the server's frames look like, before anybody else listens.
				expected = new ExpectedReplies(ClientHandshake.echo(channel, request(1), payload),
						REPLIES_COMPARED_TOGETHER);
			}
			channel.configureBlocking(false);
			Receiver receiver = new Receiver(channel, ReplyReader.endless(expected));
			this.poller.register(channel, SelectionKey.OP_READ, (ready) -> onReady(receiver));
			this.receivers.add(receiver);
		}
	}

	/** A server may answer the handshake before it counts the connection in. */
	private void awaitEverybody() throws IOException {
		for (int probe = 0; probe < PROBES_AT_MOST; probe++) {
			send(1);
			settle();
			if (this.receivers.stream().allMatch((receiver) -> receiver.replies.replies() > 0)) {
				return;
			}
		}
		throw new LoadException("fan-out: not everybody receives (expected: all " + this.receivers.size() + ")");
	}

	private void settle() throws IOException {
		long quietSince = System.nanoTime();
		while (System.nanoTime() - quietSince < SETTLED.toNanos()) {
			if (this.poller.pollNow()) {
				quietSince = System.nanoTime();
			}
			Thread.onSpinWait();
		}
	}

	private void loopFor(Duration duration) throws IOException {
		long end = System.nanoTime() + duration.toNanos();
		for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
			int room = this.window.room();
			if (room > 0) {
				this.window.sent(room, now);
				send(room);
			}
			this.poller.poll();
		}
	}

	private void send(int count) throws IOException {
		ByteBuffer messages = request(count);
		SocketChannel publisher = this.receivers.get(0).channel;
		while (messages.hasRemaining()) {
			// The server may stop reading until its receivers have read.
			if (publisher.write(messages) == 0) {
				this.poller.poll();
			}
		}
	}

	private ByteBuffer request(int count) {
		return this.requests.duplicate().limit(this.requests.limit() / this.workload.depth() * count);
	}

	private void onReady(Receiver receiver) throws IOException {
		long before = receiver.replies.replies();
		this.chunk.clear();
		if (receiver.channel.read(this.chunk) < 0) {
			throw new LoadException("connection: ended by the server (expected: messages)");
		}
		receiver.replies.read(this.chunk.flip());
		int received = (int) (receiver.replies.replies() - before);
		if (this.measuring && received > 0) {
			this.deliveries += received;
			this.window.received(receiver.received, received, System.nanoTime(),
					(nanos) -> this.latencies.recordValue(Math.min(nanos, HIGHEST_LATENCY_NANOS)));
			receiver.received += received;
		}
	}

	@Override
	public void close() throws IOException {
		this.poller.close();
	}

	/**
	 * A connection that receives.
	 */
	private static final class Receiver {

		private final SocketChannel channel;

		private final ReplyReader replies;

		private long received;

		Receiver(SocketChannel channel, ReplyReader replies) {
			this.channel = channel;
			this.replies = replies;
		}

	}

}
