package io.aerosocket.benchmarks;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Arguments} and for what {@link Benchmarks} says about mistakes.
 */
class ArgumentsTests {

	@Test
	void readsValuesAndSwitches() {
		Arguments arguments = parse("--port", "80", "--text", "--peers", "a,b");
		assertThat(arguments.number("--port", 1, 0, 100)).isEqualTo(80);
		assertThat(arguments.has("--text")).isTrue();
		assertThat(arguments.list("--peers", "c")).containsExactly("a", "b");
	}

	@Test
	void leavesDefaultsToWhatWasNotGiven() {
		Arguments arguments = parse();
		assertThat(arguments.number("--port", 1, 0, 100)).isEqualTo(1);
		assertThat(arguments.has("--text")).isFalse();
		assertThat(arguments.text("--peers")).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--prot 80          | option: --prot (expected: --peers, --port, --text)
			--port             | --port: no value (expected: one word after it)
			--port 1 --port 2  | --port: given twice (expected: once)
			--port http        | --port: http (expected: 0-65535)
			--port 70000       | --port: 70000 (expected: 0-65535)
			--text             | --peers: missing (expected: --peers and a value)
			""")
	void saysWhatIsWrong(String line, String message) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> {
			Arguments arguments = parse(line.split(" +"));
			arguments.number("--port", 0, 0, 65_535);
			arguments.required("--peers");
		}).withMessage(message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					sreve                                      | command: sreve (expected: serve, load, compare, report, soak or jmh)
					serve                                      | --peer: missing (expected: --peer and a value)
					serve --peer tomcat                        | peer: tomcat (expected: aerosocket,
					serve --peer netty --transport iouring     | --transport: iouring (expected: auto,
					load --connections 0                       | --connections: 0 (expected: 1-20000)
					load --text --binary                       | --binary --text: given together (expected: one of them)
					compare --peers netty,vretx                | --peers: vretx (expected: some of aerosocket,
					compare --workloads 64x32                  | workload: 64x32 (expected: CONNECTIONSxBYTESxDEPTH:CONTENT
					compare --workloads 64x32x0:text           | depth: 0 (expected: 1-4096)
					compare --workloads 64x32x1:xml            | content: xml (expected: binary, text, utf8 or json)
					""")
	void commandsSayWhatIsWrong(String line, String message) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> Benchmarks.run(List.of(line.split(" +"))))
			.withMessageStartingWith(message);
	}

	private static Arguments parse(String... words) {
		return Arguments.parse(List.of(words), Set.of("--port", "--peers"), Set.of("--text"));
	}

}
