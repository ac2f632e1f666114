package io.aerosocket.internal.handshake;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HttpAnswer}.
 */
class HttpAnswerTests {

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

	@AfterEach
	void everythingIsReleased() {
		assertThat(this.allocator.metric().usedDirectMemory() + this.allocator.metric().usedHeapMemory()).isZero();
	}

	@Test
	void switchesProtocols() {
		assertThat(text(HttpAnswer.switchProtocols(this.allocator, handshake(), null, null))).isEqualTo("""
				HTTP/1.1 101 Switching Protocols
				Upgrade: websocket
				Connection: Upgrade
				Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=

				""");
	}

	@Test
	void namesTheSubprotocolThatWasAgreedOn() {
		assertThat(text(HttpAnswer.switchProtocols(this.allocator, handshake(), "chat.v" + "2".repeat(300), null)))
			.endsWith("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\nSec-WebSocket-Protocol: chat.v"
					+ "2".repeat(300) + "\n\n");
	}

	@Test
	void answersWithATextAndCloses() {
		assertThat(text(HttpAnswer.text(this.allocator, 503, "busy", Map.of("Retry-After", "5"), false))).isEqualTo("""
				HTTP/1.1 503 Service Unavailable
				Retry-After: 5
				Connection: close
				Content-Type: text/plain; charset=utf-8
				Content-Length: 5

				busy
				""");
	}

	@Test
	void theLengthCountsBytes() {
		assertThat(text(HttpAnswer.text(this.allocator, 400, "é", Map.of(), false))).contains("Content-Length: 3\n")
			.endsWith("\n\né\n");
	}

	@Test
	void headHasNoBody() {
		assertThat(text(HttpAnswer.text(this.allocator, 400, "body", Map.of(), true))).contains("Content-Length: 5\n")
			.endsWith("\n\n")
			.doesNotContain("body");
	}

	@Test
	void anUpgradeIsNamedByConnection() {
		assertThat(text(HttpAnswer.text(this.allocator, 426, "", Map.of("Upgrade", "websocket"), false)))
			.contains("Connection: close, Upgrade\n");
	}

	@ParameterizedTest
	@CsvSource({ "200, OK", "400, Bad Request", "401, Unauthorized", "403, Forbidden", "404, Not Found",
			"405, Method Not Allowed", "408, Request Timeout", "413, Content Too Large", "414, URI Too Long",
			"426, Upgrade Required", "429, Too Many Requests", "431, Request Header Fields Too Large",
			"500, Internal Server Error", "503, Service Unavailable", "505, HTTP Version Not Supported",
			"418, Refused" })
	void knowsItsReasonPhrases(int status, String phrase) {
		assertThat(text(HttpAnswer.text(this.allocator, status, "", Map.of(), false)))
			.startsWith("HTTP/1.1 " + status + " " + phrase + "\n");
	}

	private static OpeningHandshake handshake() {
		InetSocketAddress address = new InetSocketAddress("127.0.0.1", 1234);
		return new OpeningHandshake(
				RequestHeadTests.parse("GET / HTTP/1.1~Host: a~sec-websocket-key:  dGhlIHNhbXBsZSBub25jZQ== ~~"), "/",
				Map.of(), new OpeningHandshake.Peer(address, address, false, null));
	}

	private static String text(ByteBuf answer) {
		String text = answer.toString(StandardCharsets.UTF_8);
		answer.release();
		assertThat(text.replace("\r\n\r\n", "")).doesNotContain("\n\n");
		return text.replace("\r\n", "\n");
	}

}
