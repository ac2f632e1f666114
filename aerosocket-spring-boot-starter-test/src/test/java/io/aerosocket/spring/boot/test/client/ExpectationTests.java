package io.aerosocket.spring.boot.test.client;

import java.time.Duration;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.json.JsonCompareMode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Each expectation of {@link AeroSocketTestConnection} holds when it should, and fails
 * with the right words when it should.
 */
class ExpectationTests {

	private static final String NOTHING = "received nothing within 50 ms";

	private final ScriptedServer server = ScriptedServer.accepting();

	private final AeroSocketTestConnection connection = this.server.connect();

	@Test
	void expectText() {
		this.server.sayText("a");
		this.connection.expectText("a");
		assertFails("text \"a\"", NOTHING, (connection) -> connection.expectText("a"));
		this.server.sayText("b");
		assertFails("text \"a\"", "received text \"b\"", (connection) -> connection.expectText("a"));
		this.server.say("82 02 0102");
		assertFails("text \"a\"", "received binary 0102", (connection) -> connection.expectText("a"));
		this.server.say("88 05 03e9 627965");
		assertFails("text \"a\"", "the server closed with 1001 \"bye\"", (connection) -> connection.expectText("a"));
	}

	@Test
	void expectTextWithConditions() {
		this.server.sayText("abc");
		this.connection.expectText((text) -> assertThat(text).startsWith("ab"));
		assertFails("a text message", NOTHING, (connection) -> connection.expectText((text) -> {
		}));
		this.server.sayText("abc");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.connection.expectText((text) -> assertThat(text).startsWith("x")))
			.withMessageContaining("\"abc\"")
			.withMessageContaining("\"x\"")
			.withMessageContaining("← TEXT \"abc\"");
	}

	@Test
	void receiveText() {
		this.server.sayText("a");
		assertThat(this.connection.receiveText()).isEqualTo("a");
		assertFails("a text message", NOTHING, AeroSocketTestConnection::receiveText);
	}

	@Test
	void expectBinary() {
		this.server.say("82 02 0102");
		this.connection.expectBinary((byte) 1, (byte) 2);
		assertFails("binary 01", NOTHING, (connection) -> connection.expectBinary((byte) 1));
		this.server.say("82 02 0102");
		assertFails("binary 01", "received binary 0102", (connection) -> connection.expectBinary((byte) 1));
		this.server.sayText("a");
		assertFails("binary 01", "received text \"a\"", (connection) -> connection.expectBinary((byte) 1));
		this.server.say("82 02 0102");
		assertThat(this.connection.receiveBinary()).containsExactly(1, 2);
		this.server.say("82 01 05");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.connection.expectBinary((bytes) -> assertThat(bytes).isEmpty()))
			.withMessageContaining("Conversation with ws://test/");
	}

	@Test
	void expectJson() {
		this.server.sayText("{\"name\":\"Ada\",\"age\":36}");
		this.connection.expectJson("{'age':36}");
		this.server.sayText("{\"name\":\"Ada\",\"age\":36}");
		assertFails("JSON \"{'age':35}\"", "received text \"{\"name\":\"Ada\",\"age\":36}\": age",
				(connection) -> connection.expectJson("{'age':35}"));
		this.server.sayText("{\"name\":\"Ada\",\"age\":36}");
		assertFails("JSON \"{'age':36}\"", "received text \"{\"name\":\"Ada\",\"age\":36}\": \nUnexpected: name",
				(connection) -> connection.expectJson("{'age':36}", JsonCompareMode.STRICT));
		assertFails("JSON \"{}\"", NOTHING, (connection) -> connection.expectJson("{}"));
		this.server.sayText("Hello");
		assertFails("JSON \"{}\"", "received text \"Hello\", and one of them is no JSON: ",
				(connection) -> connection.expectJson("{}"));
		this.server.sayText("{}");
		assertFails("JSON \"{a:\"", "received text \"{}\", and one of them is no JSON: ",
				(connection) -> connection.expectJson("{a:"));
	}

	@Test
	void expectJsonOfAType() {
		this.server.sayText("{\"name\":\"Ada\",\"age\":36}");
		this.connection.expectJson(Person.class, (person) -> assertThat(person.age()).isEqualTo(36));
		this.server.sayText("{\"name\":\"Ada\",\"age\":36}");
		assertThat(this.connection.receiveJson(Person.class)).isEqualTo(new Person("Ada", 36));
		this.server.sayText("[]");
		assertFails("JSON of a Person", "received text \"[]\": ", (connection) -> connection.receiveJson(Person.class));
		assertFails("JSON of a Person", NOTHING, (connection) -> connection.receiveJson(Person.class));
		this.server.sayText("{\"name\":\"Ada\",\"age\":36}");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.connection.expectJson(Person.class, (person) -> assertThat(person.age()).isZero()))
			.withMessageContaining("36");
	}

	@Test
	void expectClose() {
		assertFails("a Close with 1000", NOTHING, (connection) -> connection.expectClose(1000));
		this.server.sayText("a");
		assertFails("a Close with 1000", "received text \"a\"", (connection) -> connection.expectClose(1000));
		this.server.say("88 02 03e8");
		this.connection.expectClose(1000);
		this.server.say("88 02 03e9");
		assertFails("a Close with 1000", "the server closed with 1001", (connection) -> connection.expectClose(1000));
		this.server.say("88 05 03e9 627965");
		this.connection.expectClose(1001, "bye");
		this.server.say("88 05 03e9 627965");
		assertFails("a Close with 1001 \"see you\"", "the server closed with 1001 \"bye\"",
				(connection) -> connection.expectClose(1001, "see you"));
		this.server.say("88 00");
		this.connection.expectClose(1005);
	}

	@Test
	void expectEnd() {
		assertFails("the end of the connection", NOTHING, AeroSocketTestConnection::expectEnd);
		this.server.say("88 02 03e8");
		assertFails("the end of the connection", "the server closed with 1000", AeroSocketTestConnection::expectEnd);
		this.server.hangUp();
		this.connection.expectEnd();
		assertFails("text \"a\"", "the connection had ended", (connection) -> connection.expectText("a"));
	}

	@Test
	void theEndStandsInTheWayOfEverything() {
		this.server.hangUp();
		assertFails("a Pong \"x\"", "the server hung up", (connection) -> connection.expectPong("x"));
		assertFails("a frame", "the server hung up", AeroSocketTestConnection::receiveFrame);
		assertFails("text \"a\"", "the server hung up", (connection) -> connection.expectText("a"));
	}

	@Test
	void aLostConnectionSaysWhy() {
		this.server.breakDown();
		assertFails("a Close with 1000", "the connection was lost: Connection reset",
				(connection) -> connection.expectClose(1000));
	}

	@Test
	void expectPingAndPong() {
		assertFails("a Ping", NOTHING, AeroSocketTestConnection::expectPing);
		assertFails("a Pong \"x\"", NOTHING, (connection) -> connection.expectPong("x"));
		this.server.say("89 01 61");
		this.server.say("8a 01 78");
		this.server.say("8a 01 79");
		this.connection.expectPong("x");
		assertFails("a Pong \"x\"", "received a Pong \"y\"", (connection) -> connection.expectPong("x"));
		this.connection.expectPing();
	}

	@Test
	void pingsAndPongsDoNotStandInTheWayOfMessages() {
		this.server.say("89 01 61");
		this.server.say("8a 00");
		this.server.sayText("a");
		this.connection.expectText("a").expectPing().expectNothingFor(Duration.ofMillis(1));
	}

	@Test
	void expectNothingFor() {
		this.connection.expectNothingFor(Duration.ofMillis(10));
		this.server.sayText("a");
		assertFails("nothing for 10 ms", "received text \"a\"",
				(connection) -> connection.expectNothingFor(Duration.ofMillis(10)));
	}

	@Test
	void expectNothing() {
		assertFails("nothing", NOTHING, AeroSocketTestConnection::expectNothing);
		this.server.sayText("a");
		assertFails("nothing", "received text \"a\"", AeroSocketTestConnection::expectNothing);
	}

	@Test
	void receiveFrame() {
		this.server.say("01 01 61");
		this.server.say("89 00");
		this.server.say("80 01 62");
		assertThat(this.connection.receiveFrame()).hasToString("TEXT (more follows) \"a\"");
		assertThat(this.connection.receiveFrame().opcode()).isEqualTo(ReceivedFrame.PING);
		assertThat(this.connection.receiveFrame()).hasToString("CONTINUATION \"b\"");
		this.connection.expectText("ab");
		assertFails("a frame", NOTHING, AeroSocketTestConnection::receiveFrame);
	}

	@Test
	void aFrameThatIsNotCompleteIsMentioned() {
		this.server.say("81 05 6162");
		assertFails("text \"a\"", NOTHING + " but 4 bytes of a frame that is not complete",
				(connection) -> connection.expectText("a"));
	}

	@ParameterizedTest(name = "RFC 6455 {0}")
	@CsvSource(delimiter = '|', textBlock = """
			5.1   | 81 81 00000000 61    | a server's frames are not masked
			5.2   | c1 01 61             | a reserved bit is set
			5.2   | 81 7e 0001 61        | a length is written in its shortest form
			5.2   | 83 00                | opcode 0x3 is reserved
			5.4   | 80 01 61             | a continuation without a beginning
			5.4   | 01 01 61 81 01 61    | a message began inside of another one
			5.5   | 09 00                | a control frame is in one piece
			5.5.1 | 88 01 03             | a Close has two bytes of code or none at all
			8.1   | 81 01 ff             | text is UTF-8
			5.2   | 82 7f 8000000000000000 | a frame says that it has 9223372036854775808 bytes
			""")
	void aRuleThatTheServerBreaksFailsTheNextExpectation(String section, String wire, String rule) {
		this.server.say(wire);
		assertFails("text \"a\"", "the server broke a rule: " + rule, (connection) -> connection.expectText("a"));
	}

	@Test
	void compressedMessagesAreInflated() {
		ScriptedServer compressing = ScriptedServer.answering(
				"HTTP/1.1 101 OK\r\nSec-WebSocket-Accept: %s\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
		AeroSocketTestConnection connection = compressing.client().handshake("/").compression().connect();
		assertThat(compressing.head()).contains("Sec-WebSocket-Extensions: permessage-deflate\r\n");
		// The examples of RFC 7692 section 7.2.3.
		compressing.say("c1 07 f248cdc9c90700");
		compressing.say("41 03 f248cd 80 04 c9c90700");
		connection.expectText("Hello").expectText("Hello");
		assertThat(connection.receiveFrame()).hasToString("TEXT (RSV 4) f248cdc9c90700");
		compressing.say("c1 01 07");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> connection.expectText("Hello"))
			.withMessageContaining("a compressed message is DEFLATE (RFC 7692 7.2.2): ");
		compressing.say("c9 00");
		connection.expectText("\7");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> connection.expectText("Hello"))
			.withMessageContaining("a reserved bit is set");
	}

	@Test
	void theFailureHasATranscript() {
		this.connection.sendText("hello").sendRaw((byte) 1).ping("p");
		this.server.say("89 01 61");
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.connection.expectText("x"))
			.extracting(Throwable::getMessage)
			.asString()
			.matches("(?s)Expected text \"x\", but received nothing within 50 ms\n" + "Conversation with ws://test/:\n"
					+ " +\\d+ ms → GET / HTTP/1.1\n +\\d+ ms ← 101\n +\\d+ ms → TEXT \"hello\"\n"
					+ " +\\d+ ms → raw 01\n +\\d+ ms → PING \"p\"\n +\\d+ ms ← PING \"a\"\n"
					+ " +\\d+ ms → PONG \"a\", by itself");
	}

	@Test
	void theTranscriptIsBounded() {
		for (int i = 0; i < 100; i++) {
			this.server.sayText("message " + i);
		}
		assertThat(this.connection.transcript().lines()).hasSize(42);
		assertThat(this.connection.transcript()).contains("… 62 lines before").contains("message 99");
	}

	@Test
	void aServerThatDoesNotReadFailsTheSender() {
		this.server.takeNothingMore();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.connection.sendText("abc"))
			.withMessageContaining("Could not send 9 bytes within 50 ms: the server has stopped reading");
	}

	@Test
	void aSenderWhoIsNotHeardAnyMoreGoesOnToWhatIsExpected() {
		this.server.say("88 02 03ea");
		this.server.hangUp();
		assertThatNoException().isThrownBy(() -> this.connection.sendText("late").expectClose(1002).expectEnd());
		assertThat(this.server.events()).isEqualTo("hangUp ");
	}

	private void assertFails(String expected, String actual, Consumer<AeroSocketTestConnection> expectation) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> expectation.accept(this.connection))
			.withMessageStartingWith("Expected " + expected + ", but " + actual)
			.withMessageContaining("Conversation with ws://test/:");
	}

	record Person(String name, int age) {

	}

}
