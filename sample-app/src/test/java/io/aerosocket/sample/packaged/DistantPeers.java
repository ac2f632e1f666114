package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Peers in another network: some are answered all the time, some are only sent prices,
 * and some say and hear nothing.
 */
public final class DistantPeers implements AutoCloseable {

	private static final String ANSWERED = "answered";

	private static final String ENDED = "ended";

	private static final String WRONG = "wrong";

	// One that has sent this many times again has been without the other side for long.
	private static final int AGAIN = 2;

	private final DistantProcess process;

	private DistantPeers(DistantProcess process) {
		this.process = process;
	}

	/**
	 * Connects peers from a network to this machine.
	 * @param network where they are
	 * @param port the server's port
	 * @param each how many of each kind
	 * @return the peers, all of them open and some of them in conversations
	 */
	static DistantPeers start(DistantNetwork network, int port, int each) throws IOException {
		DistantPeers peers = new DistantPeers(DistantProcess.start(network, "128m", DistantPeers.class,
				network.address(), String.valueOf(port), String.valueOf(each)));
		try {
			peers.awaitProgress();
			return peers;
		}
		catch (IOException | RuntimeException ex) {
			peers.close();
			throw ex;
		}
	}

	/**
	 * Waits until all are open, and those in conversations were answered a few times
	 * more.
	 */
	void awaitProgress() throws IOException {
		this.process.ask(ANSWERED);
	}

	long ended() throws IOException {
		return this.process.ask(ENDED);
	}

	long wrongAnswers() throws IOException {
		return this.process.ask(WRONG);
	}

	/**
	 * Returns how many connections have sent something again and again in vain, on either
	 * side.
	 * @param port the server's port
	 * @return the number
	 */
	int inVain(int port) throws IOException {
		Set<Integer> ports = inVain(ProcessHandle.current().pid(), 1, 2, port);
		ports.addAll(inVain(this.process.pid(), 2, 1, port));
		return ports.size();
	}

	// Columns 1 and 2 are the local and the remote address, and 6 says how often the
	// oldest packet without an answer was sent again.
	private static Set<Integer> inVain(long pid, int server, int peer, int port) throws IOException {
		String ending = ":%04X".formatted(port);
		List<String> lines = new ArrayList<>();
		for (String table : List.of("tcp", "tcp6")) {
			Path file = Path.of("/proc", String.valueOf(pid), "net", table);
			lines.addAll(Files.exists(file) ? Files.readAllLines(file) : List.of());
		}
		return lines.stream()
			.map((line) -> line.strip().split(" +"))
			.filter((columns) -> columns[server].endsWith(ending) && Integer.parseInt(columns[6], 16) >= AGAIN)
			.map((columns) -> Integer.parseInt(columns[peer].substring(columns[peer].indexOf(':') + 1), 16))
			.collect(Collectors.toSet());
	}

	@Override
	public void close() {
		this.process.close();
	}

	/**
	 * The peers' process.
	 * @param args address, port, and how many of each kind
	 */
	public static void main(String[] args) throws IOException {
		InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
		int each = Integer.parseInt(args[2]);
		Quiet quiet = new Quiet();
		try (Bystanders talking = new Bystanders(server, each);
				Swarm listening = new Swarm(server, "/ticker", each, (number) -> quiet);
				Swarm silent = new Swarm(server, "/echo", each, (number) -> quiet)) {
			listening.start();
			silent.start();
			DistantProcess.answer((question) -> switch (question) {
				case ANSWERED -> {
					quiet.awaitOpen(2 * each);
					talking.awaitProgress();
					yield each;
				}
				case ENDED -> talking.ended() + quiet.ended.get();
				case WRONG -> talking.wrongAnswers();
				default -> throw new IllegalArgumentException(question);
			});
		}
	}

	/**
	 * Says nothing.
	 */
	private static final class Quiet implements SwarmClient.Script {

		private final AtomicInteger opened = new AtomicInteger();

		private final AtomicInteger ended = new AtomicInteger();

		void awaitOpen(int count) {
			Bystanders.await("all are open").until(() -> this.opened.get() == count);
		}

		@Override
		public void opened(SwarmClient client) {
			this.opened.incrementAndGet();
		}

		@Override
		public void text(SwarmClient client, String text) {
			// A price.
		}

		@Override
		public void ended(int code, IOException error) {
			this.ended.incrementAndGet();
		}

	}

}
