package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.HdrHistogram.Histogram;

/**
 * Opens, upgrades and closes connections without end, and measures how long the opening
 * takes. An operation is one whole life of a connection, closing handshake included.
 */
final class StormLoad implements Load {

	private static final int CHUNK_BYTES = 1 << 13;

	private static final long HIGHEST_LATENCY_NANOS = Duration.ofMinutes(1).toNanos();

	private final LoadSettings settings;

	private final StormWorkload workload;

	private final Poller poller = new Poller();

	private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);

	private final Histogram latencies = new Histogram(HIGHEST_LATENCY_NANOS, 3);

	private final List<StormConnection> connections = new ArrayList<>();

	private long lives;

	StormLoad(LoadSettings settings, StormWorkload workload) throws IOException {
		this.settings = settings;
		this.workload = workload;
	}

	@Override
	public LoadResult run() throws IOException {
		ByteBuffer request = ByteBuffer.allocateDirect(CHUNK_BYTES);
		request.put(ClientHandshake.request(this.settings.port(), this.settings.path(), "")).flip();
		for (int i = 0; i < this.workload.parallel(); i++) {
			StormConnection connection = new StormConnection(this.poller, this.settings.port(), request, this.chunk,
					this::onOpen);
			this.connections.add(connection);
			connection.connect();
		}
		loopFor(this.settings.warmup());
		this.latencies.reset();
		this.lives = 0;
		Stopwatch stopwatch = new Stopwatch(this.settings.serverPid());
		loopFor(this.settings.duration());
		return LoadResult.of(this.lives, stopwatch.elapsed(), this.latencies, Map.of());
	}

	private void loopFor(Duration duration) throws IOException {
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() < end) {
			this.poller.poll();
			for (StormConnection connection : this.connections) {
				if (connection.isOver()) {
					this.lives++;
					connection.connect();
				}
			}
		}
	}

	private void onOpen(long nanos) {
		this.latencies.recordValue(Math.min(nanos, HIGHEST_LATENCY_NANOS));
	}

	@Override
	public void close() throws IOException {
		this.poller.close();
	}

}
