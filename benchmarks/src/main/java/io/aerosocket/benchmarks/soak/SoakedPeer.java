package io.aerosocket.benchmarks.soak;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.aerosocket.benchmarks.load.ServerControl;
import io.aerosocket.benchmarks.process.JavaCommand;
import io.aerosocket.benchmarks.process.ServerProcess;

/**
 * One of the peers that {@code serve} starts, which tells about itself at its control
 * port.
 */
final class SoakedPeer implements SoakedServer {

	private static final Map<String, Traffic> TRAFFIC = Map.of("echo", Traffics::echo, "echo too", Traffics::echo,
			"deflate", Traffics::deflate, "broadcast", Traffics::broadcast, "slow reader", Traffics::slowReader,
			"killed peers", Traffics::killedPeers, "storm", Traffics::storm);

	private final ServerProcess process;

	private final ServerControl control;

	private SoakedPeer(ServerProcess process) {
		this.process = process;
		this.control = new ServerControl(process.controlPort());
	}

	static SoakedPeer start(String name, List<String> options, List<String> flags, Consumer<String> log)
			throws IOException {
		return new SoakedPeer(ServerProcess.start(new JavaCommand("", flags), name, options, log));
	}

	@Override
	public int port() {
		return this.process.port();
	}

	@Override
	public Map<String, Traffic> traffic() {
		return TRAFFIC;
	}

	@Override
	public Map<String, Long> read() throws IOException {
		Map<String, Long> reading = new LinkedHashMap<>(this.control.ask("memory"));
		reading.putAll(counters());
		return reading;
	}

	@Override
	public Map<String, Long> counters() throws IOException {
		return this.control.ask("counters");
	}

	@Override
	public List<String> reconcile(Tally tally) {
		return List.of();
	}

	@Override
	public void close() {
		this.process.close();
	}

}
