package io.aerosocket;

import java.security.Principal;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HandshakeDecision}. In the tables {@code ~} is {@code CR} and
 * {@code ^} is {@code LF}.
 */
class HandshakeDecisionTests {

	@ParameterizedTest
	@ValueSource(ints = { 400, 401, 404, 499, 500, 503, 599 })
	void refusesWithAnError(int status) {
		assertThat(HandshakeDecision.refuse(status, "why"))
			.isEqualTo(new HandshakeDecision.Refuse(status, "why", Map.of()));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 0, 101, 200, 302, 399, 600, 1000 })
	void otherStatusesAreNoRefusal(int status) {
		assertThatIllegalArgumentException().isThrownBy(() -> HandshakeDecision.refuse(status, "why"))
			.withMessage("status: " + status + " (expected: 400-599)");
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			Retry-After      | 5
			WWW-Authenticate | Basic realm="a, b"
			X                | ''
			x!#$%&'*+-._`z  | a
			X-Latin          | é
			""")
	void headersMayBeAdded(String name, String value) {
		assertThat(new HandshakeDecision.Refuse(400, "", Map.of(name, value)).headers()).containsEntry(name, value);
	}

	@ParameterizedTest(name = "{0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			X       | a~^Set-Cookie: b
			X       | a^Set-Cookie: b
			X       | a~
			X       | ~^~^body
			X       | a\\0b
			X       | a\\177b
			X       | €
			X~^Y    | a
			X^Y     | a
			X: Y    | a
			X Y     | a
			''      | a
			Ü       | a
			X:      | a
			""")
	void headersCannotInjectAnything(String name, String value) {
		Map<String, String> headers = Map.of(wire(name), wire(value));
		assertThatIllegalArgumentException().isThrownBy(() -> new HandshakeDecision.Refuse(400, "", headers))
			.withMessageContaining("expected: a name and value of RFC 9110");
	}

	@Test
	void headersAreCopied() {
		Map<String, String> headers = new HashMap<>(Map.of("A", "b"));
		HandshakeDecision.Refuse refusal = new HandshakeDecision.Refuse(400, "", headers);
		headers.put("C", "d\r\n");
		assertThat(refusal.headers()).containsExactly(Map.entry("A", "b"));
	}

	@Test
	void accepts() {
		Principal principal = () -> "me";
		assertThat(HandshakeDecision.accept()).isEqualTo(new HandshakeDecision.Accept(null));
		assertThat(HandshakeDecision.accept(principal)).isEqualTo(new HandshakeDecision.Accept(principal));
		assertThat(HandshakeDecision.accept().now().toCompletableFuture())
			.isCompletedWithValue(HandshakeDecision.accept());
	}

	private static String wire(String text) {
		return text.replace('~', '\r').replace('^', '\n').translateEscapes();
	}

}
