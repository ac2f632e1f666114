package io.aerosocket.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
			  --transport NAME           auto, io-uring, epoll, kqueue or nio [auto]
			  --threads N                event loops [1]
			  prints "ready PORT"; ends with its standard input or SIGTERM
			""".formatted(String.join(", ", Peers.names()));

	private static final Set<String> NAMED = Set.of("--peer", "--port", "--transport", "--threads");

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
		try (RunningPeer running = peer.start(settings)) {
			System.out.println("ready " + running.port());
			awaitEnd(System.in);
		}
	}

	private static Transport transport(String name) {
		for (Transport transport : Transport.values()) {
			if (transport.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name)) {
				return transport;
			}
		}
		throw new UsageException("--transport: " + name + " (expected: auto, io-uring, epoll, kqueue or nio)");
	}

	private static void awaitEnd(InputStream input) throws IOException {
		byte[] ignored = new byte[256];
		while (input.read(ignored) >= 0) {
			// Whatever is typed has no meaning; only the end has.
		}
	}

}
