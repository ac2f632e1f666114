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
 * Keeps a server busy and measures it, in a closed loop: a connection sends its next
 * batch when the last one has come back whole. One thread does everything. A latency is
 * that of a whole batch, from writing its first byte to reading the last of its replies.
 */
final class EchoLoad implements Load {

	private static final int CHUNK_BYTES = 1 << 20;

	private static final Duration END_AT_MOST = Duration.ofSeconds(10);

	private static final long HIGHEST_LATENCY_NANOS = Duration.ofMinutes(1).toNanos();

	private final LoadSettings settings;

	private final EchoWorkload workload;

	private final Poller poller = new Poller();

	private final List<EchoConnection> connections = new ArrayList<>();

	private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

	private final Histogram latencies = new Histogram(HIGHEST_LATENCY_NANOS, 3);

	private int inFlight;

	private boolean ending;

	EchoLoad(LoadSettings settings, EchoWorkload workload) throws IOException {
		this.settings = settings;
		this.workload = workload;
	}

	@Override
	public LoadResult run() throws IOException {
		open();
		for (EchoConnection connection : this.connections) {
			send(connection, System.nanoTime());
		}
		loopFor(this.settings.warmup());
		this.latencies.reset();
		this.connections.forEach(EchoConnection::resetBatches);
		Stopwatch stopwatch = new Stopwatch(this.settings.serverPid());
		loopFor(this.settings.duration());
		Stopwatch.Times times = stopwatch.elapsed();
		LoadResult result = result(times);
		end();
		return result;
	}

	private void open() throws IOException {
		byte[] payload = this.workload.content().payload(this.workload.messageBytes());
		ByteBuffer requests = Requests.batch(this.workload.content().opcode(), payload, this.workload.depth());
		ExpectedReplies expected = null;
		for (int i = 0; i < this.workload.connections(); i++) {
			SocketChannel channel = ClientHandshake.open(this.settings.port(), this.settings.path());
			if (expected == null) {
				ByteBuffer one = requests.duplicate().limit(requests.limit() / this.workload.depth());
				expected = new ExpectedReplies(ClientHandshake.echo(channel, one, payload), this.workload.depth());
			}
			channel.configureBlocking(false);
			SelectionKey key = this.poller.register(channel, SelectionKey.OP_READ, (ready) -> {
			});
			EchoConnection connection = new EchoConnection(channel, key, requests, expected);
			key.attach((Poller.Reaction) (ready) -> onReady(connection, ready));
			this.connections.add(connection);
		}
	}

	private void loopFor(Duration duration) throws IOException {
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() < end && (this.inFlight > 0 || !this.ending)) {
			this.poller.poll();
		}
	}

	private void onReady(EchoConnection connection, SelectionKey key) throws IOException {
		if (key.isWritable()) {
			connection.continueSending();
		}
		if (key.isReadable() && connection.receive(this.chunk)) {
			onComplete(connection);
		}
	}

	private void onComplete(EchoConnection connection) throws IOException {
		long now = System.nanoTime();
		this.latencies.recordValue(Math.min(now - connection.sentAtNanos(), HIGHEST_LATENCY_NANOS));
		this.inFlight--;
		if (!this.ending) {
			send(connection, now);
		}
	}

	private void send(EchoConnection connection, long now) throws IOException {
		this.inFlight++;
		connection.send(now);
	}

	private LoadResult result(Stopwatch.Times times) {
		long least = this.connections.stream().mapToLong(EchoConnection::batches).min().orElse(0);
		long most = this.connections.stream().mapToLong(EchoConnection::batches).max().orElse(0);
		long sum = this.connections.stream().mapToLong(EchoConnection::batches).sum();
		return LoadResult.of(sum * this.workload.depth(), times, this.latencies,
				Map.of(Figure.FAIRNESS, (most > 0) ? (double) least / most : 0));
	}

	/** Lets what is in flight come back, so that the server sees orderly ends. */
	private void end() throws IOException {
		this.ending = true;
		loopFor(END_AT_MOST);
		for (EchoConnection connection : this.connections) {
			connection.close();
		}
	}

	@Override
	public void close() throws IOException {
		this.poller.close();
	}

}
