package io.aerosocket.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
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

}
