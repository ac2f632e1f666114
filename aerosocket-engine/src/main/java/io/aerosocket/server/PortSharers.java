package io.aerosocket.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Counts the sockets that listen on one address and port, ours and those of other
 * processes, in what Linux says of them in {@code /proc/net}.
 */
final class PortSharers {

	private static final String LISTENING = "0A";

	/** An IPv4 address as a socket of IPv6 has it, in the order of the bytes there. */
	private static final String MAPPED = "0000000000000000FFFF0000";

	private PortSharers() {
	}

	/**
	 * Counts.
	 * @param address where they listen
	 * @return how many, 0 if it cannot be told
	 * @throws IOException if the system does not tell
	 */
	static int count(InetSocketAddress address) throws IOException {
		return count(address, Path.of("/proc/self/net"));
	}

	static int count(InetSocketAddress address, Path directory) throws IOException {
		InetAddress ip = address.getAddress();
		String hex = hex(ip.getAddress());
		String port = String.format(Locale.ROOT, ":%04X", address.getPort());
		if (ip.getAddress().length != 4) {
			return listening(directory.resolve("tcp6"), hex + port);
		}
		String inIpv6 = ip.isAnyLocalAddress() ? "0".repeat(32) : MAPPED + hex;
		int plain = listening(directory.resolve("tcp"), hex + port);
		int mapped = listening(directory.resolve("tcp6"), inIpv6 + port);
		// They share the port, but the kernel distributes among those of one family only.
		return (plain != 0 && mapped != 0) ? 0 : plain + mapped;
	}

	private static int listening(Path table, String local) throws IOException {
		if (!Files.isReadable(table)) {
			return 0;
		}
		int count = 0;
		try (BufferedReader reader = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
			reader.readLine();
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				String[] columns = line.strip().split(" +", 5);
				// Those that listen come first, and the others may be very many.
				if (!columns[3].equals(LISTENING)) {
					break;
				}
				if (columns[1].equals(local)) {
					count++;
				}
			}
		}
		return count;
	}

	// Words of four bytes, each in the order of the machine, which is the little endian.
	private static String hex(byte[] address) {
		StringBuilder hex = new StringBuilder();
		for (int word = 0; word < address.length; word += 4) {
			for (int i = 3; i >= 0; i--) {
				hex.append(String.format(Locale.ROOT, "%02X", address[word + i]));
			}
		}
		return hex.toString();
	}

}
