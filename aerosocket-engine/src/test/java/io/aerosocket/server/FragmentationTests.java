package io.aerosocket.server;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Messages in several frames (RFC 6455 sections 5.4 and 5.5), and the limits of messages
 * (sections 7.4.1 and 10.4).
 */
class FragmentationTests {

	private static final int MAX_FRAME = 2000;

	private static final int MAX_MESSAGE = 4000;

	private static final int MAX_FRAGMENTS = 8;

	@RegisterExtension
	static final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.options((options) -> options.connection((connection) -> connection.maxFrameSize(MAX_FRAME)
			.maxMessageSize(MAX_MESSAGE)
			.maxFragments(MAX_FRAGMENTS))));

	static List<Arguments> fragmentedMessages() {
		return List.of(
				message("5.4: text in two frames", "Hello",
						ClientFrames.join(ClientFrames.firstOfText("Hel"), ClientFrames.last("lo"))),
				message("5.4: text in many frames", "Hello",
						ClientFrames.join(ClientFrames.firstOfText("H"), ClientFrames.continuation("e"),
								ClientFrames.continuation("l"), ClientFrames.continuation("l"),
								ClientFrames.last("o"))),
				message("5.4: an empty first frame", "Hello",
						ClientFrames.join(ClientFrames.firstOfText(""), ClientFrames.last("Hello"))),
				message("5.4: an empty last frame", "Hello",
						ClientFrames.join(ClientFrames.firstOfText("Hello"), ClientFrames.last(""))),
				message("5.4: empty frames only", "",
						ClientFrames.join(ClientFrames.firstOfText(""), ClientFrames.continuation(""),
								ClientFrames.last(""))),
				message("5.4: binary in two frames", "Hello",
						ClientFrames.join(ClientFrames.firstOfBinary(ClientFrames.ascii("Hel")),
								ClientFrames.last("lo"))),
				message("5.6: a character in two frames", "J\u00fcrgen \u20ac",
						ClientFrames.join(ClientFrames.frame(ClientFrames.TEXT, ClientFrames.hex("4ac3")),
								ClientFrames.frame(ClientFrames.CONTINUATION, ClientFrames.hex("bc7267656e20e2")),
								ClientFrames.frame(ClientFrames.CONTINUATION, ClientFrames.hex("82")),
								ClientFrames.frame(ClientFrames.FIN, ClientFrames.hex("ac")))));
	}

	@ParameterizedTest(name = "{argumentSetName}")
	@MethodSource("fragmentedMessages")
	void fragmentsMakeOneMessage(String expected, byte[] frames) {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(frames);
			RawFrame answer = peer.readFrame();
			assertThat(answer.fin()).isTrue();
			assertThat(answer.opcode()).isEqualTo(frames[0]);
			assertThat(answer.text()).isEqualTo(expected);
			peer.assertEchoes("next").closeRegularly();
		}
	}

	@Test
	void controlFramesMayComeBetweenFragments() {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.firstOfText("a"), ClientFrames.ping("1"));
			assertThat(peer.readFrame()).hasToString("opcode 10 (1) 1");
			peer.write(ClientFrames.pong("unasked"), ClientFrames.continuation("b"), ClientFrames.ping("2"));
			assertThat(peer.readFrame()).hasToString("opcode 10 (1) 2");
			peer.write(ClientFrames.last("c"));
			assertThat(peer.readFrame().text()).isEqualTo("abc");
			peer.closeRegularly();
		}
	}

	@Test
	void aCloseMayComeBetweenFragments() {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.firstOfText("a"), ClientFrames.close(1001));
			peer.assertCloses(1001);
		}
	}

	static List<Arguments> wrongOrders() {
		return List.of(wrong("a text inside a text", ClientFrames.firstOfText("a"), ClientFrames.text("b")),
				wrong("a binary message inside a text", ClientFrames.firstOfText("a"),
						ClientFrames.binary(new byte[1])),
				wrong("an unfinished text inside a text", ClientFrames.firstOfText("a"), ClientFrames.firstOfText("b")),
				wrong("a text inside a binary message", ClientFrames.firstOfBinary(new byte[1]),
						ClientFrames.text("b")),
				wrong("a continuation after the end", ClientFrames.firstOfBinary(new byte[1]), ClientFrames.last("b"),
						ClientFrames.continuation("c")),
				wrong("a last frame after the end", ClientFrames.firstOfBinary(new byte[1]), ClientFrames.last("b"),
						ClientFrames.last("c")),
				wrong("a continuation after a Ping", ClientFrames.ping(""), ClientFrames.last("c")));
	}

	@ParameterizedTest(name = "5.4: {argumentSetName}")
	@MethodSource("wrongOrders")
	void wrongOrdersAreRefusedWith1002(byte[] frames) {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(frames);
			List<RawFrame> answers = peer.readUntilClose();
			assertThat(answers.get(answers.size() - 1).closeCode()).isEqualTo(1002);
			peer.assertEnds();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { MAX_FRAME + 1, 0xFFFF, 0x10000, Integer.MAX_VALUE })
	void aFrameThatIsTooLargeIsRefusedByItsHeader(int length) {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.header(ClientFrames.FIN | ClientFrames.BINARY, length));
			assertThat(peer.assertCloses(1009).closeText()).isNotBlank();
		}
	}

	@Test
	void aFrameOfMoreThan2GiBIsRefusedByItsHeader() {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.header(ClientFrames.FIN | ClientFrames.BINARY, Long.MAX_VALUE));
			peer.assertCloses(1009);
		}
	}

	@Test
	void aFrameAsLargeAsAllowedIsAccepted() {
		try (RawPeer peer = server.open("/echo")) {
			peer.assertEchoes("x".repeat(MAX_FRAME)).closeRegularly();
		}
	}

	@Test
	void aMessageAsLargeAsAllowedIsAccepted() {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.firstOfText("x".repeat(MAX_FRAME)),
					ClientFrames.last("x".repeat(MAX_MESSAGE - MAX_FRAME)));
			assertThat(peer.readFrame().payload()).hasSize(MAX_MESSAGE);
			peer.closeRegularly();
		}
	}

	@Test
	void aMessageThatIsTooLargeIsRefusedByTheHeaderThatMakesItSo() {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.firstOfText("x".repeat(MAX_FRAME)),
					ClientFrames.continuation("x".repeat(MAX_MESSAGE - MAX_FRAME)),
					ClientFrames.header(ClientFrames.FIN, 1));
			peer.assertCloses(1009);
		}
	}

	@Test
	void asManyFragmentsAsAllowedAreAccepted() {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.firstOfText("x"),
					ClientFrames.repeat(ClientFrames.continuation("x"), MAX_FRAGMENTS - 2), ClientFrames.last("x"));
			assertThat(peer.readFrame().text()).isEqualTo("x".repeat(MAX_FRAGMENTS));
			peer.closeRegularly();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x" })
	void moreFragmentsThanAllowedAreRefused(String payload) {
		try (RawPeer peer = server.open("/echo")) {
			peer.write(ClientFrames.firstOfText(payload),
					ClientFrames.repeat(ClientFrames.continuation(payload), MAX_FRAGMENTS));
			peer.assertCloses(1009);
		}
	}

	private static Arguments message(String name, String expected, byte[] frames) {
		return Arguments.argumentSet(name, expected, frames);
	}

	private static Arguments wrong(String name, byte[]... frames) {
		return Arguments.argumentSet(name, (Object) ClientFrames.join(frames));
	}

}
