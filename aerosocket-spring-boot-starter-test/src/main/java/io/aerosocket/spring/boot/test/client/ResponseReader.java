package io.aerosocket.spring.boot.test.client;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the one HTTP/1.1 response of a handshake (RFC 9112).
 */
final class ResponseReader {

	private static final String END_OF_HEAD = "\r\n\r\n";

	private final ByteArrayOutputStream received = new ByteArrayOutputStream();

	private byte[] rest = new byte[0];

	/**
	 * Takes what arrived.
	 * @param bytes the bytes
	 * @return the response, or {@code null} while it is incomplete
	 */
	@Nullable HandshakeResponse read(byte[] bytes) {
		this.received.writeBytes(bytes);
		return parse(false);
	}

	/**
	 * Nothing more will arrive.
	 * @return the response, or {@code null} if it was incomplete
	 */
	@Nullable HandshakeResponse end() {
		return parse(true);
	}

	/**
	 * Returns what arrived behind the response.
	 * @return the bytes
	 */
	byte[] rest() {
		return this.rest;
	}

	private @Nullable HandshakeResponse parse(boolean ended) {
		String text = this.received.toString(StandardCharsets.ISO_8859_1);
		int end = text.indexOf(END_OF_HEAD);
		if (end < 0) {
			return null;
		}
		int bodyFrom = end + END_OF_HEAD.length();
		String[] lines = text.substring(0, end).split("\r\n");
		String[] statusLine = lines[0].split(" ", 3);
		int status = (statusLine.length > 1) ? number(statusLine[1], 0) : 0;
		Map<String, List<String>> headers = new LinkedHashMap<>();
		for (String line : Arrays.asList(lines).subList(1, lines.length)) {
			int colon = Math.max(line.indexOf(':'), 0);
			headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), (name) -> new ArrayList<>())
				.add(line.substring(colon + 1).strip());
		}
		byte[] all = this.received.toByteArray();
		if (status == HandshakeResponse.SWITCHING_PROTOCOLS) {
			this.rest = Arrays.copyOfRange(all, bodyFrom, all.length);
			return new HandshakeResponse(status, headers, "");
		}
		int length = number(headers.getOrDefault("content-length", List.of("-1")).get(0), -1);
		if (!ended && (length < 0 || all.length - bodyFrom < length)) {
			return null;
		}
		return new HandshakeResponse(status, headers,
				new String(all, bodyFrom, all.length - bodyFrom, StandardCharsets.UTF_8));
	}

	private static int number(String text, int otherwise) {
		try {
			return Integer.parseInt(text.strip());
		}
		catch (NumberFormatException ex) {
			return otherwise;
		}
	}

}
