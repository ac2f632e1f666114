package io.aerosocket.internal.handshake;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;

/**
 * The beginning of the body of an answer that refuses (RFC 9112 section 6), for people to
 * read.
 */
public final class AnswerBody {

	private static final int NO_CONTENT = 204;

	private static final int NOT_MODIFIED = 304;

	private static final int MAX_SIZE_DIGITS = 8;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private final boolean chunked;

	private final int maxBytes;

	/** Bytes that belong to the body, or to the current chunk. */
	private long left;

	private int sizeDigits;

	private boolean inSize;

	private boolean complete;

	/**
	 * Creates the body of an answer.
	 * @param head the answer's head
	 * @param maxBytes how much to keep
	 */
	public AnswerBody(ResponseHead head, int maxBytes) {
		this.maxBytes = maxBytes;
		this.chunked = FieldLines.hasToken(head.all("Transfer-Encoding"), "chunked");
		this.inSize = this.chunked;
		this.left = this.chunked ? 0 : length(head);
		this.complete = !this.chunked && this.left == 0;
	}

	/**
	 * Reads on.
	 * @param in the bytes that arrived
	 * @return whether nothing more is needed
	 */
	public boolean read(ByteBuf in) {
		while (in.isReadable() && !this.complete) {
			if (this.inSize) {
				readSize(in.readByte());
			}
			else {
				readData(in);
			}
		}
		return this.complete;
	}

	/**
	 * Returns what was read so far.
	 * @return the text, as UTF-8 whatever it says it is
	 */
	public String text() {
		return this.bytes.toString(StandardCharsets.UTF_8);
	}

	private static long length(ResponseHead head) {
		if (head.status() == NO_CONTENT || head.status() == NOT_MODIFIED) {
			return 0;
		}
		String length = head.first("Content-Length");
		try {
			return (length != null) ? Math.max(0, Long.parseLong(length)) : Long.MAX_VALUE;
		}
		catch (NumberFormatException ex) {
			return Long.MAX_VALUE;
		}
	}

	// Hexadecimal digits, perhaps with extensions behind them, and the end of the line.
	private void readSize(byte next) {
		int digit = Character.digit(next, 16);
		if (digit >= 0 && this.sizeDigits >= 0 && this.sizeDigits < MAX_SIZE_DIGITS) {
			this.left = 16 * this.left + digit;
			this.sizeDigits++;
		}
		else if (next != '\n') {
			// The line before, of the data, ends here, and so do the digits.
			this.sizeDigits = (this.sizeDigits > 0) ? -1 : this.sizeDigits;
		}
		else if (this.sizeDigits != 0) {
			this.inSize = false;
			this.complete = this.left == 0;
		}
	}

	private void readData(ByteBuf in) {
		int count = (int) Math.min(Math.min(this.left, in.readableBytes()), this.maxBytes - this.bytes.size());
		byte[] part = new byte[count];
		in.readBytes(part);
		this.bytes.writeBytes(part);
		this.left -= count;
		if (this.bytes.size() == this.maxBytes) {
			this.complete = true;
		}
		else if (this.left == 0) {
			this.complete = !this.chunked;
			this.inSize = this.chunked;
			this.sizeDigits = 0;
		}
	}

}
