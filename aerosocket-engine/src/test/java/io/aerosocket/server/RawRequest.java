package io.aerosocket.server;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An opening handshake's request, valid until told otherwise (RFC 6455 section 4.1).
 */
final class RawRequest {

	/** The key of the RFC's example in section 1.3. */
	static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

	/** What the RFC says the answer to {@link #KEY} is. */
	static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

	private String requestLine;

	private final List<String> headers = new ArrayList<>(List.of("Host: localhost", "Upgrade: websocket",
			"Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: " + KEY));

	private String lineEnd = "\r\n";

	private RawRequest(String requestLine) {
		this.requestLine = requestLine;
	}

	static RawRequest to(String target) {
		return new RawRequest("GET " + target + " HTTP/1.1");
	}

	RawRequest requestLine(String line) {
		this.requestLine = line;
		return this;
	}

	/**
	 * Adds header lines as they are, well formed or not.
	 * @param lines the lines without their ends
	 * @return this request
	 */
	RawRequest with(String... lines) {
		this.headers.addAll(List.of(lines));
		return this;
	}

	RawRequest without(String name) {
		this.headers.removeIf((line) -> line.startsWith(name + ":"));
		return this;
	}

	/**
	 * Puts a line in the place of the field of the same name.
	 * @param line the new line, for example {@code Upgrade: WebSocket}
	 * @return this request
	 */
	RawRequest replace(String line) {
		String name = line.substring(0, line.indexOf(':') + 1);
		this.headers.replaceAll((header) -> header.startsWith(name) ? line : header);
		return this;
	}

	RawRequest lineEnd(String end) {
		this.lineEnd = end;
		return this;
	}

	byte[] bytes() {
		String head = this.headers.stream().map((line) -> line + this.lineEnd).collect(Collectors.joining());
		return ClientFrames.ascii(this.requestLine + this.lineEnd + head + this.lineEnd);
	}

}
