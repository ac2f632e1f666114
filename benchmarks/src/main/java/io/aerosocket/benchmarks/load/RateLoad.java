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
 * Sends messages at the times of a {@link Schedule}, whatever the server does. A latency
 * counts from the time at which a message was due, not from when it could be sent, and
 * what is late at the end is waited for: a server that pauses cannot hide it (that is,
 * there is no coordinated omission).
 * <p>
 * Between the messages the driver does not sleep but looks again and again, so that it is
 * never late by the length of a sleep. What it reports as its own processor time is the
 * time in which it had something to do.
 */
final class RateLoad implements Load {

	private static final int CHUNK_BYTES = 1 << 18;

	private static final int REPLIES_COMPARED_TOGETHER = 64;

	/** Due messages that are sent before sockets are looked at again. */
	private static final int SENDS_IN_A_ROW = 32;

	private static final Duration END_AT_MOST = Duration.ofSeconds(10);

	private static final long HIGHEST_LATENCY_NANOS = Duration.ofMinutes(1).toNanos();

	private final LoadSettings settings;

	private final RateWorkload workload;

	private final Poller poller = new Poller();

	private final List<RateConnection> connections = new ArrayList<>();

	private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

	private final Histogram latencies = new Histogram(HIGHEST_LATENCY_NANOS, 3);

	private final Histogram lateness = new Histogram(HIGHEST_LATENCY_NANOS, 3);

	private long answers;

	private long busyNanos;

	RateLoad(LoadSettings settings, RateWorkload workload) throws IOException {
		this.settings = settings;
		this.workload = workload;
	}

	@Override
	public LoadResult run() throws IOException {
		open();
		Schedule schedule = new Schedule(System.nanoTime(), this.workload.rate());
		sendUntil(schedule, System.nanoTime() + this.settings.warmup().toNanos());
		this.latencies.reset();
		this.lateness.reset();
		this.answers = 0;
		this.busyNanos = 0;
		Stopwatch stopwatch = new Stopwatch(this.settings.serverPid());
		sendUntil(schedule, System.nanoTime() + this.settings.duration().toNanos());
		Stopwatch.Times times = stopwatch.elapsed();
		Stopwatch.Times busy = new Stopwatch.Times(times.seconds(), this.busyNanos / 1e9, times.serverSeconds());
		long answeredInTime = this.answers;
		awaitTheRest();
		return LoadResult.of(answeredInTime, busy, this.latencies,
				Map.of(Figure.LATE_P99, this.lateness.getValueAtPercentile(99) / 1e3));
	}

	private void open() throws IOException {
		byte[] payload = this.workload.content().payload(this.workload.messageBytes());
		ByteBuffer request = Requests.batch(this.workload.content().opcode(), payload, 1);
		ExpectedReplies expected = null;
		for (int i = 0; i < this.workload.connections(); i++) {
			SocketChannel channel = ClientHandshake.open(this.settings.port(), this.settings.path());
			if (expected == null) {
				expected = new ExpectedReplies(ClientHandshake.echo(channel, request.duplicate(), payload),
						REPLIES_COMPARED_TOGETHER);
			}
			channel.configureBlocking(false);
			RateConnection connection = new RateConnection(channel, request, expected);
			connection
				.register(this.poller.register(channel, SelectionKey.OP_READ, (ready) -> onReady(connection, ready)));
			this.connections.add(connection);
		}
	}

	private void sendUntil(Schedule schedule, long end) throws IOException {
		for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
			boolean busy = sendWhatIsDue(schedule, now);
			busy |= this.poller.pollNow();
			if (busy) {
				this.busyNanos += System.nanoTime() - now;
			}
		}
	}

	private boolean sendWhatIsDue(Schedule schedule, long now) throws IOException {
		int sent = 0;
		while (sent < SENDS_IN_A_ROW && schedule.isDue(now)) {
			long due = schedule.next();
			int turn = (int) (schedule.taken() % this.connections.size());
			this.connections.get(turn).send(due);
			this.lateness.recordValue(Math.min(System.nanoTime() - due, HIGHEST_LATENCY_NANOS));
			sent++;
		}
		return sent > 0;
	}

	private void onReady(RateConnection connection, SelectionKey key) throws IOException {
		if (key.isWritable()) {
			connection.continueSending();
		}
		if (key.isReadable()) {
			int replies = connection.receive(this.chunk);
			long now = System.nanoTime();
			for (int i = 0; i < replies; i++) {
				this.latencies.recordValue(Math.min(now - connection.nextDue(), HIGHEST_LATENCY_NANOS));
			}
			this.answers += replies;
		}
	}

	private void awaitTheRest() throws IOException {
		long end = System.nanoTime() + END_AT_MOST.toNanos();
		while (this.connections.stream().anyMatch(RateConnection::isWaiting)) {
			this.poller.poll();
			if (System.nanoTime() > end) {
				throw new LoadException("server: replies missing after " + END_AT_MOST.toSeconds()
						+ " s (expected: an echo for each message)");
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.poller.close();
	}

}
