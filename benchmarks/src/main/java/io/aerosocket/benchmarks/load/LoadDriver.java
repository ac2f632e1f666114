package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.HdrHistogram.Histogram;

/**
 * Keeps a server busy and measures it, in a closed loop: a connection sends its next
 * batch when the last one has come back whole. One thread does everything.
 */
final class LoadDriver implements AutoCloseable {

	private static final int CHUNK_BYTES = 1 << 20;

	private static final Duration SELECT_AT_MOST = Duration.ofMillis(100);

	private static final Duration SILENCE_AT_MOST = Duration.ofSeconds(10);

	private static final long HIGHEST_LATENCY_NANOS = Duration.ofMinutes(1).toNanos();

	private final LoadSettings settings;

	private final Selector selector;

	private final List<LoadConnection> connections = new ArrayList<>();

	private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

	private final Histogram latencies = new Histogram(HIGHEST_LATENCY_NANOS, 3);

	private int inFlight;

	private boolean ending;

	LoadDriver(LoadSettings settings) throws IOException {
		this.settings = settings;
		this.selector = Selector.open();
	}

	/**
	 * Opens the connections, warms up, and measures.
	 * @return the result
	 * @throws IOException if a connection failed
	 * @throws LoadException if the server did not echo
	 */
	LoadResult run() throws IOException {
		open();
		for (LoadConnection connection : this.connections) {
			send(connection, System.nanoTime());
		}
		loopFor(this.settings.warmup());
		this.latencies.reset();
		this.connections.forEach(LoadConnection::resetBatches);
		double[] before = times();
		loopFor(this.settings.duration());
		double[] after = times();
		for (int i = 0; i < after.length; i++) {
			after[i] -= before[i];
		}
		List<Long> batches = this.connections.stream().map(LoadConnection::batches).toList();
		LoadResult result = LoadResult.of(after, batches, this.settings.workload().depth(), this.latencies);
		end();
		return result;
	}

	private void open() throws IOException {
		Workload workload = this.settings.workload();
		byte[] payload = workload.content().payload(workload.messageBytes());
		ByteBuffer requests = Requests.batch(workload.content().opcode(), payload, workload.depth());
		ExpectedReplies expected = null;
		for (int i = 0; i < workload.connections(); i++) {
			SocketChannel channel = ClientHandshake.open(this.settings.port(), this.settings.path());
			if (expected == null) {
				ByteBuffer one = requests.duplicate().limit(requests.limit() / workload.depth());
				expected = new ExpectedReplies(ClientHandshake.echo(channel, one, payload), workload.depth());
			}
			channel.configureBlocking(false);
			SelectionKey key = channel.register(this.selector, SelectionKey.OP_READ);
			LoadConnection connection = new LoadConnection(channel, key, requests, expected);
			key.attach(connection);
			this.connections.add(connection);
		}
	}

	private void loopFor(Duration duration) throws IOException {
		long end = System.nanoTime() + duration.toNanos();
		long lastReply = System.nanoTime();
		for (long now = lastReply; now < end && (this.inFlight > 0 || !this.ending); now = System.nanoTime()) {
			if (select() > 0) {
				lastReply = now;
			}
			else if (now - lastReply > SILENCE_AT_MOST.toNanos()) {
				throw new LoadException("server: silent for " + SILENCE_AT_MOST.toSeconds() + " s (expected: echoes)");
			}
		}
	}

	private int select() throws IOException {
		try {
			return this.selector.select(this::onReady, SELECT_AT_MOST.toMillis());
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

	private void onReady(SelectionKey key) {
		LoadConnection connection = (LoadConnection) key.attachment();
		try {
			if (key.isWritable()) {
				connection.continueSending();
			}
			if (key.isReadable() && connection.receive(this.chunk)) {
				onComplete(connection);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void onComplete(LoadConnection connection) throws IOException {
		long now = System.nanoTime();
		this.latencies.recordValue(Math.min(now - connection.sentAtNanos(), HIGHEST_LATENCY_NANOS));
		this.inFlight--;
		if (!this.ending) {
			send(connection, now);
		}
	}

	private void send(LoadConnection connection, long now) throws IOException {
		this.inFlight++;
		connection.send(now);
	}

	private double[] times() {
		Long serverPid = this.settings.serverPid();
		return new double[] { System.nanoTime() / 1e9, ProcessorTime.seconds(ProcessHandle.current().pid()),
				(serverPid != null) ? ProcessorTime.seconds(serverPid) : Double.NaN };
	}

	/** Lets what is in flight come back, so that the server sees orderly ends. */
	private void end() throws IOException {
		this.ending = true;
		loopFor(SILENCE_AT_MOST);
		for (LoadConnection connection : this.connections) {
			connection.close();
		}
	}

	@Override
	public void close() throws IOException {
		for (SelectionKey key : this.selector.keys()) {
			key.channel().close();
		}
		this.selector.close();
	}

}
