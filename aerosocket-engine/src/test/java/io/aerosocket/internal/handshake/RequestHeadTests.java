package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.HandshakeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RequestHead}, one row for each rule. In the tables {@code ~} is
 * {@code CR LF}, {@code _} a blank and {@code ^} a tab.
 */
class RequestHeadTests {

	private static final String HOST = "~Host: a~~";

	@ParameterizedTest(name = "RFC 9112 {0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			3.2.1 | origin form                     | /chat                        | /chat     |
			3.2.1 | with a query                    | /chat?a=b&c                  | /chat     | a=b&c
			3.2.1 | with an empty query             | /chat?                       | /chat     | ''
			3.2.1 | the root                        | /                            | /         |
			3.2.1 | a question mark in the query    | /chat?a?b                    | /chat     | a?b
			3.2.1 | as it travelled                 | /ch%61t%2F?%20               | /ch%61t%2F | %20
			3.2.1 | an authority within a path      | /a://b/c                     | /a://b/c  |
			3.2.1 | an authority within a query     | /a?u=http://b/c              | /a        | u=http://b/c
			3.2.2 | absolute form                   | http://example.org/chat?a=b  | /chat     | a=b
			3.2.2 | absolute form without a path    | http://example.org           | /         |
			3.2.2 | absolute form, root             | ws://example.org:80/         | /         |
			3.2.2 | absolute form, a query only     | http://example.org?a=b       | /         | a=b
			3.2.2 | absolute form, slash in a query | http://example.org?a=/chat   | /         | a=/chat
			""")
	void readsTheTarget(String section, String rule, String target, String path, String query) {
		RequestHead head = parse("GET " + target + " HTTP/1.1" + HOST);
		assertThat(head.method()).isEqualTo("GET");
		assertThat(head.path()).isEqualTo(path);
		assertThat(head.query()).isEqualTo(query);
	}

	@ParameterizedTest(name = "RFC 9112 {0}: {1}")
	@CsvSource(delimiter = '|', textBlock = """
			3     | no request line                      | ~~                                    | 400
			3     | one word                             | GET~Host: a~~                         | 400
			3     | two words                            | GET_/~Host: a~~                       | 400
			3     | four words                           | GET_/_x_HTTP/1.1~Host: a~~            | 400
			3     | two blanks                           | GET__/_HTTP/1.1~Host: a~~             | 400
			3     | two blanks before the version        | GET_/__HTTP/1.1~Host: a~~             | 400
			3     | blank at the start                   | _GET_/_HTTP/1.1~Host: a~~             | 400
			3     | blank at the end                     | GET_/_HTTP/1.1_~Host: a~~             | 400
			3     | a tab instead of a blank             | GET^/_HTTP/1.1~Host: a~~              | 400
			3.1   | the method is a token                | G(T_/_HTTP/1.1~Host: a~~              | 400
			3.2   | control character in the target      | GET_/^_HTTP/1.1~Host: a~~             | 400
			3.2   | target beyond ASCII                  | GET_/é_HTTP/1.1~Host: a~~             | 400
			3.2   | neither a path nor an absolute URI   | GET_chat_HTTP/1.1~Host: a~~           | 400
			3.2.2 | an absolute URI of another scheme    | GET_ftp://a/chat_HTTP/1.1~Host: a~~   | 400
			3.2.2 | an authority within the query only   | GET_chat?a://b/_HTTP/1.1~Host: a~~    | 400
			3.2.2 | an absolute URI without a host       | GET_http:///chat_HTTP/1.1~Host: a~~   | 400
			3.2.2 | an absolute URI with a user          | GET_http://u@a/_HTTP/1.1~Host: a~~    | 400
			3.2.3 | authority form is for CONNECT        | GET_example.org:80_HTTP/1.1~Host: a~~ | 400
			3.2.4 | asterisk form is for OPTIONS         | GET_*_HTTP/1.1~Host: a~~              | 400
			2.3   | HTTP/1.0                             | GET_/_HTTP/1.0~Host: a~~              | 400
			2.3   | HTTP/2.0                             | GET_/_HTTP/2.0~Host: a~~              | 505
			2.3   | HTTP/0.9                             | GET_/_HTTP/0.9~Host: a~~              | 505
			2.3   | lower case                           | GET_/_http/1.1~Host: a~~              | 400
			2.3   | not HTTP                             | GET_/_ICAP/1.0~Host: a~~              | 400
			5     | no colon                             | GET_/_HTTP/1.1~Host~~                 | 400
			5     | no name                              | GET_/_HTTP/1.1~: a~~                  | 400
			5.1   | blank before the colon               | GET_/_HTTP/1.1~Host_: a~~             | 400
			5.1   | tab before the colon                 | GET_/_HTTP/1.1~Host^: a~~             | 400
			5.1   | blank within the name                | GET_/_HTTP/1.1~Ho_st: a~~             | 400
			5.2   | a continued line                     | GET_/_HTTP/1.1~Host: a~_b~~           | 400
			5.2   | continued with a tab                 | GET_/_HTTP/1.1~Host: a~^b~~           | 400
			5.2   | the first line is continued          | GET_/_HTTP/1.1~_Host: a~~             | 400
			5     | a name beyond ASCII                  | GET_/_HTTP/1.1~Höst: a~~              | 400
			2.2   | line feed alone in the request line  | GET_/_HTTP/1.1\\nHost: a~~            | 400
			2.2   | line feed alone in a field           | GET_/_HTTP/1.1~Host: a\\nX: y~~       | 400
			2.2   | carriage return alone in a field     | GET_/_HTTP/1.1~Host: a\\rX: y~~       | 400
			2.2   | carriage return hides a field        | GET_/_HTTP/1.1~Host: a\\rXY: b~~      | 400
			5.5   | NUL in a value                       | GET_/_HTTP/1.1~Host: a\\0b~~          | 400
			5.5   | DEL in a value                       | GET_/_HTTP/1.1~Host: a\\177b~~        | 400
			5.5   | escape in a value                    | GET_/_HTTP/1.1~Host: a\\33b~~         | 400
			""")
	void refuses(String section, String rule, String head, int status) {
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> parse(head.replace('_', ' ').translateEscapes()))
			.satisfies((refusal) -> assertThat(refusal.httpStatus()).isEqualTo(status))
			.satisfies((refusal) -> assertThat(refusal.getStackTrace()).isEmpty());
	}

	@Test
	void looksFieldsUpWithoutRegardToCase() {
		RequestHead head = parse("GET / HTTP/1.1~Host: first~X-Many: 1~x-many:2~X-MANY:   3  ^ ~Empty:~Other: a: b~~");
		assertThat(head.first("host")).isEqualTo("first");
		assertThat(head.first("HOST")).isEqualTo("first");
		assertThat(head.first("X-Many")).isEqualTo("1");
		assertThat(head.all("x-Many")).containsExactly("1", "2", "3");
		assertThat(head.first("Empty")).isEmpty();
		assertThat(head.first("Other")).isEqualTo("a: b");
		assertThat(head.names()).containsExactly("host", "x-many", "empty", "other");
	}

	@Test
	void findsNothingThatIsNotThere() {
		RequestHead head = parse("GET / HTTP/1.1~Host: a~Xy: b~~");
		for (String name : new String[] { "X", "Xyz", "Hos", "Hostt", "ost", "a", "", "Xy: b", "GET",
				"a-name-longer-than-the-head" }) {
			assertThat(head.first(name)).as(name).isNull();
			assertThat(head.all(name)).as(name).isEmpty();
		}
	}

	@Test
	void onlyLettersHaveACase() {
		byte[] bytes = "GET / HTTP/1.1\r\n^-_: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
		RequestHead head = RequestHead.parse(bytes);
		assertThat(head.first("^-_")).isEqualTo("a");
		assertThat(head.first("~-_")).isNull();
		assertThat(head.first("^\r_")).isNull();
	}

	@Test
	void aHeadMayHaveNoFields() {
		RequestHead head = parse("GET / HTTP/1.1~~");
		assertThat(head.names()).isEmpty();
		assertThat(head.first("Host")).isNull();
	}

	@ParameterizedTest(name = "Upgrade in \"{0}\": {1}")
	@CsvSource(delimiter = '|', textBlock = """
			Upgrade              | true
			keep-alive, Upgrade  | true
			keep-alive,upgrade   | true
			upgrade , keep-alive | true
			,,Upgrade            | true
			Upgrades             | false
			up grade             | false
			''                   | false
			""")
	void looksForATokenInAList(String value, boolean found) {
		assertThat(parse("GET / HTTP/1.1~Connection: " + value + "~~").upgradeFields().upgradesConnection())
			.isEqualTo(found);
		assertThat(
				parse("GET / HTTP/1.1~Connection: x~connection: " + value + "~~").upgradeFields().upgradesConnection())
			.isEqualTo(found);
	}

	@Test
	void valuesAreLatin1() {
		assertThat(parse("GET / HTTP/1.1~X: é~~").first("x")).isEqualTo("é");
	}

	@RepeatedTest(200)
	void whateverArrivesIsReadOrRefused(RepetitionInfo repetition) {
		SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
		byte[] good = wire("GET /chat?x=y HTTP/1.1~Host: a~Upgrade: websocket~X: y~~");
		for (int i = 0; i < 100; i++) {
			byte[] bytes = good.clone();
			for (int change = random.nextInt(4); change >= 0; change--) {
				bytes[random.nextInt(bytes.length - 4)] = (byte) "\r\n :\t\0/AHé".charAt(random.nextInt(10));
			}
			try {
				RequestHead head = RequestHead.parse(bytes);
				head.names().forEach((name) -> assertThat(head.all(name)).isNotEmpty());
				assertThat(head.path()).isNotNull();
				head.query();
			}
			catch (HandshakeException ex) {
				assertThat(ex.httpStatus()).isIn(400, 505);
			}
		}
	}

	@Test
	void tokenCharactersAreThoseOfTheRfc() {
		String token = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
		for (int c = -128; c < 256; c++) {
			assertThat(RequestHead.isTokenCharacter(c)).as("%d", c).isEqualTo(c > 0 && token.indexOf(c) >= 0);
		}
	}

	static RequestHead parse(String head) {
		return RequestHead.parse(wire(head));
	}

	private static byte[] wire(String head) {
		return head.replace("~", "\r\n").replace('^', '\t').getBytes(StandardCharsets.ISO_8859_1);
	}

}
