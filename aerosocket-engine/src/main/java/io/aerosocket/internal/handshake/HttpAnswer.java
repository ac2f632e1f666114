package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers to a request as HTTP/1.1: the switch of protocols (RFC 6455 section
 * 4.2.2), or a short text.
 */
public final class HttpAnswer {

	private static final byte[] SWITCH = ascii("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
			+ "Connection: Upgrade\r\nSec-WebSocket-Accept: ");

	private static final byte[] SUBPROTOCOL = ascii("\r\nSec-WebSocket-Protocol: ");

	private static final byte[] EXTENSIONS = ascii("\r\nSec-WebSocket-Extensions: ");

	private static final byte[] END = ascii("\r\n\r\n");

	private static final int TYPICAL_BYTES = 256;

	private HttpAnswer() {
	}

	/**
	 * Writes the answer that makes the request a WebSocket.
	 * @param allocator for the buffer
	 * @param handshake the request
	 * @param subprotocol what was agreed on, or {@code null}
	 * @param extensions which extensions were agreed on, or {@code null}
	 * @return the bytes, the caller's to release
	 */
	public static ByteBuf switchProtocols(ByteBufAllocator allocator, OpeningHandshake handshake,
			@Nullable String subprotocol, @Nullable String extensions) {
		ByteBuf out = allocator.buffer(TYPICAL_BYTES).writeBytes(SWITCH);
		handshake.head().writeAcceptKey(out);
		if (subprotocol != null) {
			ByteBufUtil.writeAscii(out.writeBytes(SUBPROTOCOL), subprotocol);
		}
		if (extensions != null) {
			ByteBufUtil.writeAscii(out.writeBytes(EXTENSIONS), extensions);
		}
		return out.writeBytes(END);
	}

	/**
	 * Writes an answer with a short text, after which the server closes.
	 * @param allocator for the buffer
	 * @param status the HTTP status
	 * @param message the text, one line
	 * @param headers further header fields
	 * @param head whether the request was {@code HEAD}, whose answer has no body
	 * @return the bytes, the caller's to release
	 */
	public static ByteBuf text(ByteBufAllocator allocator, int status, String message, Map<String, String> headers,
			boolean head) {
		byte[] body = (message + "\n").getBytes(StandardCharsets.UTF_8);
		StringBuilder text = new StringBuilder(TYPICAL_BYTES).append("HTTP/1.1 ")
			.append(status)
			.append(' ')
			.append(reason(status))
			.append("\r\n");
		headers.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
		text.append(headers.containsKey("Upgrade") ? "Connection: close, Upgrade\r\n" : "Connection: close\r\n")
			.append("Content-Type: text/plain; charset=utf-8\r\nContent-Length: ")
			.append(body.length)
			.append("\r\n\r\n");
		ByteBuf out = allocator.buffer(text.length() + body.length);
		ByteBufUtil.writeAscii(out, text);
		return head ? out : out.writeBytes(body);
	}

	private static String reason(int status) {
		return switch (status) {
			case 200 -> "OK";
			case 400 -> "Bad Request";
			case 401 -> "Unauthorized";
			case 403 -> "Forbidden";
			case 404 -> "Not Found";
			case 405 -> "Method Not Allowed";
			case 408 -> "Request Timeout";
			case 413 -> "Content Too Large";
			case 414 -> "URI Too Long";
			case 426 -> "Upgrade Required";
			case 429 -> "Too Many Requests";
			case 431 -> "Request Header Fields Too Large";
			case 500 -> "Internal Server Error";
			case 503 -> "Service Unavailable";
			case 505 -> "HTTP Version Not Supported";
			default -> "Refused";
		};
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
