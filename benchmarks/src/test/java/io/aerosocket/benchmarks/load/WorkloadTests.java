package io.aerosocket.benchmarks.load;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.benchmarks.UsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Workload} and its kinds.
 */
class WorkloadTests {

	@ParameterizedTest
	@ValueSource(strings = { "64x32x1:text", "1x0x4096:binary", "rate:100x32x20000:utf8", "storm:16",
			"fanout:1000x32x16:text", "idle:0-20000", "idle:1-2:deflate" })
	void isWrittenAsItWasRead(String text) {
		assertThat(Workload.parse(text)).hasToString(text);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			64x32x1:text           | /echo   | 64 connections, 32 bytes (text), 1 in flight on each
			rate:100x32x20000:text | /echo   | 20,000 messages/s of 32 bytes (text) over 100 connections, open loop
			storm:16               | /echo   | Connect, upgrade and close, 16 at a time
			fanout:1000x32x8:text  | /fanout | Fan-out to 1,000 connections, 32 bytes (text), 8 in flight
			idle:1000-15000        | /echo   | Memory of an idle connection, between 1,000 and 15,000 of them
			idle:1-2:deflate       | /echo   | Memory of an idle connection that compresses, between 1 and 2 of them
			""")
	void saysWhatItDoes(String text, String path, String title) {
		assertThat(Workload.parse(text).path()).isEqualTo(path);
		assertThat(Workload.parse(text).title()).isEqualTo(title);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			64x32                  | workload: 64x32 (expected: CONNECTIONSxBYTESxDEPTH:CONTENT
			64x32x1:prose          | content: prose (expected: binary, text, utf8 or json)
			0x32x1:text            | connections: 0 (expected: 1-20000)
			1x1048577x1:text       | messageBytes: 1048577 (expected: 0-1048576)
			1x1x4097:text          | depth: 4097 (expected: 1-4096)
			rate:1x1x1000001:text  | rate: 1000001 (expected: 1-1000000)
			storm:0                | parallel: 0 (expected: 1-4096)
			fanout:1x1x1025:text   | depth: 1025 (expected: 1-1024)
			idle:5-5               | many: 5 (expected: 6-20000)
			""")
	void refuses(String text, String message) {
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> Workload.parse(text))
			.withMessageStartingWith(message);
	}

}
