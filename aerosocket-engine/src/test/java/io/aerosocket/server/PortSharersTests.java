package io.aerosocket.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sockets that listen are told from others, and those on another address too.
 */
class PortSharersTests {

	private static final String HEAD = "  sl  local_address rem_address   st tx_queue rx_queue\n";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			127.0.0.1 | 8090 | 2
			0.0.0.0   | 8090 | 1
			127.0.0.1 | 8091 | 0
			10.1.2.3  | 443  | 1
			::1       | 8090 | 1
			""")
	void socketsOfTheAddressAreCounted(String address, int port, int count) throws IOException {
		table("tcp", "0100007F:1F9A 00000000:0000 0A", "0100007F:1F9A 00000000:0000 0A",
				"00000000:1F9A 00000000:0000 0A", "0100007F:1F9A 0100007F:C001 01", "0100007F:1F9A 00000000:0000 0A");
		table("tcp6", "0000000000000000FFFF00000302010A:01BB 0:0000 0A",
				"00000000000000000000000001000000:1F9A 0:0 0A");
		assertThat(count(address, port)).isEqualTo(count);
	}

	@Test
	void twoFamiliesCannotBeToldApart() throws IOException {
		table("tcp", "0100007F:1F9A 00000000:0000 0A");
		table("tcp6", "0000000000000000FFFF00000100007F:1F9A 0:0000 0A");
		assertThat(count("127.0.0.1", 8090)).isZero();
	}

	@Test
	void aSystemThatSaysNothingHasNobody() throws IOException {
		assertThat(count("127.0.0.1", 8090)).isZero();
	}

	private int count(String address, int port) throws IOException {
		return PortSharers.count(new InetSocketAddress(InetAddress.getByName(address), port), this.directory);
	}

	private void table(String name, String... sockets) throws IOException {
		StringBuilder table = new StringBuilder(HEAD);
		for (int i = 0; i < sockets.length; i++) {
			table.append("   ").append(i).append(": ").append(sockets[i]).append(" 00000000:00000000 00:00000000\n");
		}
		Files.writeString(this.directory.resolve(name), table);
	}

}
