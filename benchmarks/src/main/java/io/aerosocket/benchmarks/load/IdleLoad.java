package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.aerosocket.benchmarks.UsageException;

/**
 * Opens connections, leaves them alone, and asks the server for its memory. The result is
 * the slope between few and many connections.
 */
final class IdleLoad implements Load {

	private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate\r\n";

	private final LoadSettings settings;

	private final IdleWorkload workload;

	private final List<SocketChannel> connections = new ArrayList<>();

	IdleLoad(LoadSettings settings, IdleWorkload workload) {
		if (settings.controlPort() == 0) {
			throw new UsageException("--control: missing (expected: the control port that the server printed)");
		}
		this.settings = settings;
		this.workload = workload;
	}

	@Override
	public LoadResult run() throws IOException {
		ServerControl control = new ServerControl(this.settings.controlPort());
		openTo(this.workload.few());
		Map<String, Long> few = control.ask("memory");
		openTo(this.workload.many());
		Map<String, Long> many = control.ask("memory");
		Map<Figure, Double> figures = new EnumMap<>(Figure.class);
		figures.put(Figure.HEAP, slope(few, many, "heap"));
		figures.put(Figure.DIRECT, slope(few, many, "direct"));
		figures.put(Figure.RESIDENT, slope(few, many, "resident"));
		return LoadResult.of(figures);
	}

	private void openTo(int count) throws IOException {
		while (this.connections.size() < count) {
			this.connections.add(open());
		}
	}

	private SocketChannel open() throws IOException {
		if (!this.workload.deflate()) {
			return ClientHandshake.open(this.settings.port(), this.settings.path());
		}
		SocketChannel channel = ClientHandshake.open(this.settings.port(), this.settings.path(), DEFLATE);
		channel.write(ByteBuffer.wrap(DeflatedMessage.request()));
		DeflatedMessage.checkReply(channel.socket().getInputStream());
		return channel;
	}

	private double slope(Map<String, Long> few, Map<String, Long> many, String what) {
		return (double) (many.getOrDefault(what, 0L) - few.getOrDefault(what, 0L))
				/ (this.workload.many() - this.workload.few());
	}

	@Override
	public void close() throws IOException {
		for (SocketChannel connection : this.connections) {
			connection.close();
		}
	}

}
