package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a server answers, in whatever pieces: its head is read as the grammar of RFC
 * 9112 has it, or refused, and makes a WebSocket only if it keeps the rules of RFC 6455
 * section 4.1.
 * <p>
 * An input's first two bytes are the seed of the cuts. Where the RFC's example of an
 * accept key stands, the right one is put.
 */
class ResponseHeadFuzzTests {

	private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.(\\d) ([1-9]\\d\\d)( [\\t -~\\x80-\\xff]*)?");

	private static final int NO_LIMIT = 1 << 20;

	@FuzzTest(maxDuration = "10m")
	@DictionaryEntries({ "\\x0d\\x0a", "\\x0d\\x0a\\x0d\\x0a", "HTTP/1.1 101 Switching Protocols\\x0d\\x0a",
			"HTTP/1.1 103 Early Hints\\x0d\\x0a\\x0d\\x0a", "HTTP/1.0 200\\x0d\\x0a", "Upgrade: websocket\\x0d\\x0a",
			"Connection: Upgrade\\x0d\\x0a", "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\\x0d\\x0a",
			"Sec-WebSocket-Protocol: chat\\x0d\\x0a", "Sec-WebSocket-Extensions: permessage-deflate\\x0d\\x0a" })
	void readsWhatTheGrammarAllows(byte[] data) {
		if (data.length < 2) {
			return;
		}
		ClientHandshake handshake = ClientHandshake.begin("localhost", "/", Map.of(), List.of("chat"), null);
		String accept = new String(AcceptKey.accept(handshake.head().first("Sec-WebSocket-Key")),
				StandardCharsets.US_ASCII);
		String text = new String(data, 2, data.length - 2, StandardCharsets.ISO_8859_1).replace(ACCEPT, accept);
		Reference expected = reference(text);
		ResponseHead head = null;
		ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
		try {
			head = read(in, new SplittableRandom(data[0] << 8 | (data[1] & 0xFF)));
		}
		catch (HandshakeException ex) {
			assertThat(expected.malformed()).as("is malformed: %s", ex.getMessage()).isTrue();
			return;
		}
		assertThat(expected.malformed()).as("is malformed and was not refused").isFalse();
		assertThat(head != null).as("is complete").isEqualTo(expected.fields() != null);
		if (head != null) {
			assertThat(in.readableBytes()).as("bytes behind it").isEqualTo(expected.behind());
			assertHead(handshake, head, expected, accept);
		}
	}

	private static @Nullable ResponseHead read(ByteBuf in, SplittableRandom random) {
		ResponseHeadReader reader = new ResponseHeadReader(NO_LIMIT);
		ResponseHead head = null;
		while (head == null && in.isReadable()) {
			int length = 1 + random.nextInt(in.readableBytes());
			ByteBuf piece = in.slice(in.readerIndex(), length);
			head = reader.read(piece);
			in.skipBytes(piece.readerIndex());
		}
		return head;
	}

	private static void assertHead(ClientHandshake handshake, ResponseHead head, Reference expected, String accept) {
		assertThat(head.status()).isEqualTo(expected.status());
		assertThat(head.names()).isEqualTo(expected.fields().keySet());
		expected.fields().forEach((name, values) -> assertThat(head.all(name)).isEqualTo(values));
		if (head.status() != ClientHandshake.SWITCHING_PROTOCOLS) {
			return;
		}
		try {
			String subprotocol = handshake.check(head);
			assertThat(subprotocol).isIn(null, "chat");
			assertThat(expected.minorVersion()).isPositive();
			assertThat(expected.all("sec-websocket-accept")).containsExactly(accept);
			assertThat(expected.all("upgrade")).singleElement().asString().isEqualToIgnoringCase("websocket");
			assertThat(String.join(",", expected.all("connection"))).containsIgnoringCase("upgrade");
		}
		catch (HandshakeException ex) {
			assertThat(ex.httpStatus()).isEqualTo(ClientHandshake.SWITCHING_PROTOCOLS);
		}
	}

	private static Reference reference(String text) {
		int end = text.indexOf("\r\n\r\n");
		if (text.substring(0, (end < 0) ? text.length() : end).matches("(?s)(.*[^\r])?\n.*")
				|| !"HTTP/1.".startsWith(text.substring(0, Math.min(text.length(), 7)))) {
			return Reference.MALFORMED;
		}
		if (end < 0) {
			return new Reference(false, 0, 0, null, 0);
		}
		String[] lines = text.substring(0, end).split("\r\n", -1);
		Matcher statusLine = STATUS_LINE.matcher(lines[0]);
		Map<String, List<String>> fields = ReferenceHead.fields(lines);
		if (!statusLine.matches() || fields == null) {
			return Reference.MALFORMED;
		}
		int status = Integer.parseInt(statusLine.group(2));
		if (status < 200 && status != ClientHandshake.SWITCHING_PROTOCOLS) {
			return reference(text.substring(end + 4));
		}
		return new Reference(false, Integer.parseInt(statusLine.group(1)), status, fields, text.length() - end - 4);
	}

	/**
	 * What stands in an answer.
	 *
	 * @param malformed whether it has to be refused
	 * @param minorVersion the second number of its version
	 * @param status its status
	 * @param fields the values by name in lower case, or {@code null} while it is
	 * incomplete
	 * @param behind how many bytes stand behind it
	 */
	private record Reference(boolean malformed, int minorVersion, int status,
			@Nullable Map<String, List<String>> fields, int behind) {

		static final Reference MALFORMED = new Reference(true, 0, 0, null, 0);

		List<String> all(String name) {
			return this.fields.getOrDefault(name, List.of());
		}

	}

}
