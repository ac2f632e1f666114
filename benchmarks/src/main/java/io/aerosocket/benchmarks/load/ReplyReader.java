package io.aerosocket.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Follows the stream that a server sends on one connection and notices when the replies
 * to a batch are complete. Control frames between messages are taken out.
 */
final class ReplyReader {

	private static final int CLOSE = 0x8;

	private static final int MAX_CONTROL_FRAME_BYTES = 127;

	/** Of how many batches one is compared byte for byte, whatever its size. */
	private static final int BATCHES_FOR_A_SAMPLE = 64;

	private final ExpectedReplies expected;

	private final byte[] control = new byte[MAX_CONTROL_FRAME_BYTES];

	private int controlBytes;

	private final boolean endless;

	private int offset;

	private int batch;

	private ReplyReader(ExpectedReplies expected, boolean endless) {
		this.expected = expected;
		this.endless = endless;
	}

	/**
	 * Returns a reader of one batch after the other, each of which is begun.
	 * @param expected the replies to a batch
	 * @return the reader
	 */
	static ReplyReader ofBatches(ExpectedReplies expected) {
		return new ReplyReader(expected, false);
	}

	/**
	 * Returns a reader of replies without end.
	 * @param expected some of them; the next follow as the first did
	 * @return the reader
	 */
	static ReplyReader endless(ExpectedReplies expected) {
		return new ReplyReader(expected, true);
	}

	/**
	 * Begins a batch.
	 */
	void begin() {
		this.offset = 0;
		this.batch++;
	}

	/**
	 * Takes what has come.
	 * @param bytes the bytes, all of which are consumed
	 * @return whether the replies to the batch are complete
	 * @throws LoadException if they are not what was expected
	 */
	boolean read(ByteBuffer bytes) {
		while (bytes.hasRemaining()) {
			if (this.controlBytes > 0) {
				readControl(bytes.get());
			}
			else if (!readReplies(bytes)) {
				beginControl(bytes.get());
			}
		}
		return this.offset == this.expected.batchBytes() && this.controlBytes == 0;
	}

	/**
	 * Returns how many replies have come whole.
	 * @return the number since the reader was made, or since the batch began
	 */
	long replies() {
		long before = this.endless ? (long) this.batch * this.expected.count() : 0;
		return before + this.expected.whole(this.offset);
	}

	private boolean readReplies(ByteBuffer bytes) {
		int length = Math.min(bytes.remaining(), this.expected.batchBytes() - this.offset);
		int matching = this.expected.matching(bytes, this.offset, length, this.batch % BATCHES_FOR_A_SAMPLE == 1);
		this.offset += matching;
		bytes.position(bytes.position() + matching);
		if (this.endless && this.offset == this.expected.batchBytes()) {
			begin();
			return true;
		}
		return !bytes.hasRemaining();
	}

	private void beginControl(byte first) {
		if (!this.expected.isBoundary(this.offset) || (first & 0x88) != 0x88) {
			throw new LoadException("reply: other than expected at byte " + this.offset + " of batch " + this.batch
					+ " (expected: an echo)");
		}
		this.control[0] = first;
		this.controlBytes = 1;
	}

	private void readControl(byte next) {
		this.control[this.controlBytes++] = next;
		if (this.controlBytes < 2 + this.control[1]) {
			return;
		}
		if ((this.control[0] & 0xF) == CLOSE) {
			throw new LoadException("reply: Close " + reason() + " (expected: an echo)");
		}
		// A Ping is left without its Pong: the next messages are sign of life enough.
		this.controlBytes = 0;
	}

	private String reason() {
		return (this.controlBytes < 4) ? "without a code" : ByteBuffer.wrap(this.control).getShort(2) + " "
				+ new String(Arrays.copyOfRange(this.control, 4, this.controlBytes), StandardCharsets.UTF_8);
	}

}
