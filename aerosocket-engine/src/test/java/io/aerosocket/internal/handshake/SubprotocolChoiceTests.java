package io.aerosocket.internal.handshake;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SubprotocolChoice}.
 */
class SubprotocolChoiceTests {

	@ParameterizedTest(name = "offered {0}, ours {1}: {2}")
	@CsvSource(delimiter = '|', textBlock = """
			a,b   | b,a | b
			a     | b,a | a
			a     | b   |
			a     | A   |
			''    | a   |
			a,b   | ''  |
			b,a,b | a   | a
			""")
	void theFirstOfOursThatIsOffered(String offered, String ours, String choice) {
		assertThat(SubprotocolChoice.choose(list(offered), list(ours))).isEqualTo(choice);
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			a              | a
			a, b,c         | a;b;c
			a , b          | a;b
			b, a, b        | b;a
			v1.chat+json   | v1.chat+json
			""")
	void readsTheOfferInItsOrder(String value, String names) {
		assertThat(SubprotocolChoice.offered(head("Sec-WebSocket-Protocol: " + value)))
			.containsExactly(names.split(";"));
	}

	@Test
	void severalFieldsAreOneOffer() {
		assertThat(SubprotocolChoice
			.offered(head("Sec-WebSocket-Protocol: b", "sec-websocket-protocol: a, c", "Sec-WebSocket-Protocol: b")))
			.containsExactly("b", "a", "c");
	}

	@Test
	void noFieldOffersNothing() {
		assertThat(SubprotocolChoice.offered(head("Host: a"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "a;b", "\"a\"", "a/b", "a, (b)", "é", "a@b" })
	void anOfferThatIsNoTokenIsMalformed(String value) {
		assertThat(SubprotocolChoice.offered(head("Sec-WebSocket-Protocol: " + value))).isNull();
	}

	private static List<String> list(String names) {
		return names.isEmpty() ? List.of() : Arrays.asList(names.split(","));
	}

	private static RequestHead head(String... fields) {
		return RequestHeadTests.parse("GET / HTTP/1.1~" + String.join("~", fields) + "~~");
	}

}
