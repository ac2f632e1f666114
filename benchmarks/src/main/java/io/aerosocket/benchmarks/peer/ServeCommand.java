package io.aerosocket.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import io.aerosocket.Transport;
import io.aerosocket.benchmarks.Arguments;
import io.aerosocket.benchmarks.UsageException;

/**
 * The command {@code serve}: runs one peer until its standard input ends or the process
 * is told to terminate.
 */
public final class ServeCommand {

	/** The options, for the people who read the usage. */
	public static final String USAGE = """
			  --peer NAME                which one: %s
			  --port N                   port, 0 for any free one [8090]
			  --transport T              how to talk to the operating system: %s [auto]
			  --threads N                event loops [1]
			  --control N                a port that answers "memory" and "counters", 0 for any free one [0]
			  prints "ready PORT CONTROL"; ends with its standard input or SIGTERM
			""".formatted(String.join(", ", Peers.names()), transports());

	private static final Set<String> NAMED = Set.of("--peer", "--port", "--transport", "--threads", "--control");

	private ServeCommand() {
	}

	/**
	 * Runs the command.
	 * @param words its options
	 * @throws UsageException if an option is wrong
	 * @throws Exception if the peer could not be started
	 */
	public static void run(List<String> words) throws Exception {
		Arguments arguments = Arguments.parse(words, NAMED, Set.of());
		Peer peer = Peers.find(arguments.required("--peer"));
		PeerSettings settings = new PeerSettings(arguments.number("--port", 8090, 0, 65_535),
				transport(arguments.text("--transport", "auto")), arguments.number("--threads", 1, 1, 1024));
		int controlPort = arguments.number("--control", 0, 0, 65_535);
		try (RunningPeer running = peer.start(settings);
				ControlPort control = ControlPort.open(controlPort, running.counters())) {
			System.out.println("ready " + running.port() + " " + control.port());
			awaitEnd(System.in);
		}
	}

	private static Transport transport(String name) {
		for (Transport transport : Transport.values()) {
			if (nameOf(transport).equals(name)) {
				return transport;
			}
		}
		throw new UsageException("--transport: " + name + " (expected: " + transports() + ")");
	}

	private static String transports() {
		return Arrays.stream(Transport.values()).map(ServeCommand::nameOf).collect(Collectors.joining(", "));
	}

	private static String nameOf(Transport transport) {
		return transport.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static void awaitEnd(InputStream input) throws IOException {
		byte[] ignored = new byte[256];
		while (input.read(ignored) >= 0) {
			// Whatever is typed has no meaning; only the end has.
		}
	}

}
