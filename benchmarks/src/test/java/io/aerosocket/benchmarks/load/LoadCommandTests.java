package io.aerosocket.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.benchmarks.Arguments;
import io.aerosocket.benchmarks.UsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LoadCommand}.
 */
class LoadCommandTests {

	@Test
	void readsItsOptions() {
		Arguments arguments = arguments("--port", "80", "--workload", "storm:3", "--seconds", "5", "--warmup", "6",
				"--pid", "7", "--control", "8");
		Workload workload = LoadCommand.workload(arguments);
		assertThat(workload).isEqualTo(new StormWorkload(3));
		assertThat(LoadCommand.settings(arguments, workload))
			.isEqualTo(new LoadSettings(80, "/echo", Duration.ofSeconds(6), Duration.ofSeconds(5), 7L, 8));
	}

	@Test
	void readsAnEchoWordByWord() {
		Arguments arguments = arguments("--connections", "2", "--depth", "3", "--size", "4", "--binary");
		assertThat(LoadCommand.workload(arguments)).isEqualTo(new EchoWorkload(2, 4, 3, Content.BINARY));
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|',
			textBlock = """
					--size 2000000                 | --size: 2000000 (expected: 0-1048576)
					--text --binary                | --binary --text: given together (expected: one of them)
					--workload storm:1 --depth 2   | --workload: given with --connections, --depth, --size or a content (expected: one or the other)
					--workload idle:0-1            | --control: missing (expected: the control port that the server printed)
					""")
	void refuses(String words, String message) {
		assertThatExceptionOfType(UsageException.class)
			.isThrownBy(() -> LoadCommand.measure(List.of(words.split(" ", -1))))
			.withMessage(message);
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

	private static Arguments arguments(String... words) {
		return Arguments.parse(List.of(words), Set.of("--port", "--workload", "--seconds", "--warmup", "--pid",
				"--control", "--connections", "--depth", "--size"), Set.of("--binary", "--text", "--utf8"));
	}

}
