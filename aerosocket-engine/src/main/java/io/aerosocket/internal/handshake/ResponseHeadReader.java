package io.aerosocket.internal.handshake;

import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeException;

/**
 * Finds the head of an answer in the bytes that arrive, within a size, and leaves what
 * stands behind it.
 */
public final class ResponseHeadReader {

	private static final int TYPICAL_BYTES = 256;

	private static final int SWITCHING_PROTOCOLS = 101;

	private final int maxBytes;

	private byte[] bytes;

	private int length;

	private int skipped;

	/**
	 * Creates a reader.
	 * @param maxBytes the largest head accepted, interim answers included
	 */
	public ResponseHeadReader(int maxBytes) {
		this.maxBytes = maxBytes;
		this.bytes = new byte[Math.min(maxBytes, TYPICAL_BYTES)];
	}

	/**
	 * Reads on. Answers that are not final, such as 103, are skipped (RFC 9110 section
	 * 15.2).
	 * @param in the bytes that arrived, read up to the end of the head
	 * @return the head, or {@code null} while it is incomplete
	 * @throws HandshakeException with status 0 if it is malformed or too large
	 */
	public @Nullable ResponseHead read(ByteBuf in) {
		while (in.isReadable()) {
			if (append(in.readByte())) {
				ResponseHead head = ResponseHead.parse(Arrays.copyOf(this.bytes, this.length));
				if (head.status() == SWITCHING_PROTOCOLS || head.status() >= 200) {
					return head;
				}
				this.skipped += this.length;
				this.length = 0;
			}
		}
		if (!ResponseHead.beginsLikeOne(this.bytes, this.length)) {
			throw ResponseHead.malformed("it is not HTTP/1.1");
		}
		return null;
	}

	// Returns whether the head is complete.
	private boolean append(byte next) {
		if (this.skipped + this.length == this.maxBytes) {
			throw new HandshakeException(0, "The head of the server's answer is larger than " + this.maxBytes
					+ " bytes (see maxHandshakeSize)");
		}
		if (this.length == this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, 2 * this.length);
		}
		this.bytes[this.length++] = next;
		if (next != '\n') {
			return false;
		}
		if (this.length < 2 || this.bytes[this.length - 2] != '\r') {
			throw ResponseHead.malformed("a line ends in CR and LF");
		}
		return this.length >= 4 && this.bytes[this.length - 3] == '\n';
	}

}
