package io.aerosocket.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;

import io.aerosocket.benchmarks.UsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LoadCommand}.
 */
class LoadCommandTests {

	@Test
	void readsItsOptions() {
		LoadSettings settings = LoadCommand.settings(List.of("--port", "80", "--connections", "2", "--depth", "3",
				"--size", "4", "--binary", "--seconds", "5", "--warmup", "6", "--pid", "7"));
		assertThat(settings.port()).isEqualTo(80);
		assertThat(settings.workload()).isEqualTo(new Workload(2, 4, 3, Content.BINARY));
		assertThat(settings.duration()).hasSeconds(5);
		assertThat(settings.warmup()).hasSeconds(6);
		assertThat(settings.serverPid()).isEqualTo(7);
	}

	@Test
	void refusesMessagesThatPeersNeedNotAccept() {
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> LoadCommand.settings(List.of("--size", "300000")))
			.withMessage("--size: 300000 (expected: 0-262144)");
	}

	@Test
	void reportsAServerThatRefusesTheHandshake() throws Exception {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.start();
		try {
			List<String> load = List.of("--port", "" + server.getAddress().getPort(), "--seconds", "1");
			assertThatExceptionOfType(LoadException.class).isThrownBy(() -> LoadCommand.measure(load))
				.withMessage("handshake: HTTP/1.1 404 Not Found (expected: 101 and our key)");
		}
		finally {
			server.stop(0);
		}
	}

}
