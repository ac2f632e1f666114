package io.aerosocket.spring.boot.test.client;

import java.util.SplittableRandom;

/**
 * What can go wrong between a client and a server, on demand. Safe for any thread.
 */
public final class AeroSocketTestFaults {

	private static final int MOST_GARBAGE = 64;

	private final AeroSocketTestConnection connection;

	private final Conversation conversation;

	AeroSocketTestFaults(AeroSocketTestConnection connection, Conversation conversation) {
		this.connection = connection;
		this.conversation = conversation;
	}

	/**
	 * Becomes a slow reader: reads nothing any more, so that what the server sends fills
	 * the way and then its queue. How much fits on the way is the receive buffer of the
	 * handshake, and with real sockets also what the operating system adds.
	 * @return the connection
	 * @see AeroSocketTestHandshake#receiveBuffer(int)
	 */
	public AeroSocketTestConnection stopReading() {
		this.conversation.transcript().note("stops reading");
		this.conversation.wire().pause();
		return this.connection;
	}

	/**
	 * Reads again.
	 * @return the connection
	 */
	public AeroSocketTestConnection resumeReading() {
		this.conversation.transcript().note("reads again");
		this.conversation.wire().resume();
		return this.connection;
	}

	/**
	 * Leaves Pings unanswered.
	 * @return the connection
	 */
	public AeroSocketTestConnection ignorePings() {
		this.conversation.transcript().note("answers no Ping any more");
		this.conversation.answerPings(false);
		return this.connection;
	}

	/**
	 * Leaves a Close unanswered.
	 * @return the connection
	 */
	public AeroSocketTestConnection ignoreClose() {
		this.conversation.transcript().note("answers no Close any more");
		this.conversation.answerClose(false);
		return this.connection;
	}

	/**
	 * Vanishes as a machine without power does: reads nothing, answers nothing, and does
	 * not hang up.
	 * @return the connection
	 */
	public AeroSocketTestConnection halfOpen() {
		this.conversation.transcript().note("is gone, without hanging up");
		this.conversation.answerNothing();
		this.conversation.wire().pause();
		return this.connection;
	}

	/**
	 * Sends everything from now on byte by byte, each in a write of its own.
	 * @return the connection
	 */
	public AeroSocketTestConnection writeByteByByte() {
		this.conversation.writeByteByByte();
		return this.connection;
	}

	/**
	 * Cuts messages from now on into fragments.
	 * @param bytes bytes of payload in each frame, more than zero
	 * @return the connection
	 */
	public AeroSocketTestConnection fragmentMessages(int bytes) {
		if (bytes <= 0) {
			throw new IllegalArgumentException("bytes: " + bytes + " (expected: more than zero)");
		}
		this.conversation.fragment(bytes);
		return this.connection;
	}

	/**
	 * Sends bytes that are no frames, the same for the same seed.
	 * @param seed decides what they are
	 * @return the connection
	 */
	public AeroSocketTestConnection sendGarbage(long seed) {
		SplittableRandom random = new SplittableRandom(seed);
		byte[] garbage = new byte[random.nextInt(2, MOST_GARBAGE)];
		random.nextBytes(garbage);
		// All reserved bits, which nobody has agreed on: never the beginning of a frame.
		garbage[0] |= 0x70;
		return this.connection.sendRaw(garbage);
	}

	/**
	 * Sends a message of zeros that is a thousand times as large once it is inflated.
	 * @param bytes its size when inflated, more than zero
	 * @return the connection
	 * @throws IllegalStateException if no compression was agreed on
	 * @see AeroSocketTestHandshake#compression()
	 */
	public AeroSocketTestConnection sendBomb(long bytes) {
		if (bytes <= 0) {
			throw new IllegalArgumentException("bytes: " + bytes + " (expected: more than zero)");
		}
		this.conversation.sendDeflated(ReceivedFrame.BINARY, (deflation) -> deflation.deflateZeros(bytes));
		return this.connection;
	}

	/**
	 * Sends a message that says it is compressed and cannot be inflated.
	 * @return the connection
	 * @throws IllegalStateException if no compression was agreed on
	 * @see AeroSocketTestHandshake#compression()
	 */
	public AeroSocketTestConnection sendBrokenCompression() {
		// The type of a block that does not exist.
		this.conversation.sendDeflated(ReceivedFrame.BINARY, (deflation) -> new byte[] { (byte) 0xFF, 1, 2, 3 });
		return this.connection;
	}

	/**
	 * Hangs up without a Close.
	 * @return the connection
	 */
	public AeroSocketTestConnection hangUp() {
		this.conversation.transcript().note("hangs up without a Close");
		this.conversation.wire().hangUp();
		return this.connection;
	}

	/**
	 * Resets the connection, so that the server has an error when it reads or writes.
	 * @return the connection
	 */
	public AeroSocketTestConnection reset() {
		this.conversation.transcript().note("resets the connection");
		this.conversation.wire().reset();
		return this.connection;
	}

}
