package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A network that is reached over a wire that can be cut: a network namespace with a
 * bridge, and a pair of virtual devices into it. While the wire is cut, packets of both
 * directions vanish and nobody is told, as behind a firewall that drops them.
 * <p>
 * Needs Linux, root and {@code ip} (Debian package iproute2). Addresses are of the block
 * for tests between networks, RFC 2544.
 */
final class DistantNetwork implements AutoCloseable {

	private static final long DEADLINE_SECONDS = 10;

	private static final AtomicInteger created = new AtomicInteger();

	private final String name;

	private final String wire;

	private final String near;

	private final String far;

	// Many builds may run on a machine, and a network is not gone at once.
	private DistantNetwork(long process, int serial) {
		this.name = "aerosocket-" + process + "-" + serial;
		this.wire = "aero" + process + "x" + serial;
		int number = (int) (process * 8 + serial) & 0x3FFF;
		String block = "198.18." + (number >> 6 & 0xFF) + ".";
		int first = (number & 0x3F) << 2;
		this.near = block + (first + 1);
		this.far = block + (first + 2);
	}

	/**
	 * Looks for what it needs.
	 * @return what is missing, empty for nothing
	 */
	static Optional<String> missing() {
		if (find("ip").isEmpty()) {
			return Optional.of("ip (package iproute2)");
		}
		try {
			create().close();
			return Optional.empty();
		}
		catch (IOException | IllegalStateException ex) {
			return Optional.of("the right to make network namespaces (root): " + ex.getMessage());
		}
	}

	static Optional<Path> find(String program) {
		return Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin")
			.map((folder) -> Path.of(folder, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Creates a network.
	 * @return the network, with its wire whole
	 */
	static DistantNetwork create() throws IOException {
		DistantNetwork network = new DistantNetwork(ProcessHandle.current().pid(), created.getAndIncrement());
		try {
			ip("netns", "add", network.name);
			ip("link", "add", network.wire, "type", "veth", "peer", "name", "wire", "netns", network.name);
			ip("addr", "add", network.near + "/30", "dev", network.wire);
			ip("link", "set", network.wire, "up");
			network.inside("link", "add", "bridge", "type", "bridge");
			network.inside("link", "set", "bridge", "address", "02:00:00:00:00:01");
			network.inside("addr", "add", network.far + "/30", "dev", "bridge");
			network.inside("link", "set", "wire", "up");
			network.inside("link", "set", "bridge", "up");
			network.heal();
			return network;
		}
		catch (IOException | RuntimeException ex) {
			network.close();
			throw ex;
		}
	}

	/**
	 * Returns this machine's address at the near end of the wire.
	 * @return the address
	 */
	String address() {
		return this.near;
	}

	void cut() throws IOException {
		inside("link", "set", "wire", "nomaster");
	}

	void heal() throws IOException {
		inside("link", "set", "wire", "master", "bridge");
	}

	/**
	 * Returns what has to be put before a command to run it there.
	 * @return the words
	 */
	List<String> prefix() {
		return List.of(find("ip").orElseThrow().toString(), "netns", "exec", this.name);
	}

	/**
	 * Removes the network, and with it the wire.
	 */
	@Override
	public void close() throws IOException {
		if (Files.exists(Path.of("/run/netns", this.name))) {
			ip("netns", "del", this.name);
		}
	}

	private void inside(String... words) throws IOException {
		ip(Stream.concat(Stream.of("-n", this.name), Stream.of(words)).toArray(String[]::new));
	}

	private static void ip(String... words) throws IOException {
		List<String> command = new ArrayList<>(List.of(find("ip").orElseThrow().toString()));
		command.addAll(List.of(words));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try {
			String said = new String(process.getInputStream().readAllBytes());
			if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
				process.destroyForcibly();
				throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
