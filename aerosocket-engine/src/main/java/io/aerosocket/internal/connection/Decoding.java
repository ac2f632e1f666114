package io.aerosocket.internal.connection;

import io.netty.buffer.ByteBuf;

import io.aerosocket.ConnectionOptions;
import io.aerosocket.internal.extension.ExtensionChain;
import io.aerosocket.internal.frame.FrameDecoder;
import io.aerosocket.internal.message.MessageAssembler;
import io.aerosocket.internal.message.MessageSink;

/**
 * A decoder and an assembler. A connection borrows them from its {@link ConnectionGroup}
 * for a read, and keeps them as long as a frame or a message is unfinished: one that is
 * idle has neither.
 */
final class Decoding {

	private final MessageAssembler assembler = new MessageAssembler();

	private final FrameDecoder decoder = new FrameDecoder(this.assembler, 0, 0, true);

	/**
	 * Begins to serve a connection.
	 * @param connection the connection
	 * @param sink takes its messages
	 */
	void turnTo(WebSocketConnection connection, MessageSink sink) {
		Endpoint endpoint = connection.endpoint();
		ConnectionOptions options = endpoint.options();
		ExtensionChain extensions = connection.extensionChain();
		boolean inPieces = endpoint.fragments() != null;
		this.assembler.turnTo(sink, options, connection.transport().alloc(), extensions, inPieces);
		if (extensions == null) {
			this.decoder.turnTo(options.maxFrameSize(), 0, !endpoint.isClient(), false);
		}
		else {
			this.decoder.turnTo(MessageAssembler.mayTravel(options.maxFrameSize()), extensions.rsv(),
					!endpoint.isClient(), inPieces);
		}
	}

	/**
	 * Forgets the connection, so that nothing here keeps it in memory.
	 */
	void turnAway() {
		this.assembler.turnAway();
	}

	/**
	 * Decodes until the bytes are used up or the connection wants no more.
	 * @param in the next bytes, which stay the caller's
	 * @throws io.aerosocket.ProtocolViolationException if the peer broke a rule; this
	 * must not be used after that
	 */
	void decode(ByteBuf in) {
		this.decoder.decode(in);
	}

	boolean isUnfinished() {
		return this.decoder.isUnfinished() || this.assembler.isUnfinished();
	}

	/**
	 * Returns what is kept of an unfinished message.
	 * @return bytes of memory
	 */
	int keptBytes() {
		return this.assembler.keptBytes();
	}

	/**
	 * Gives up what is unfinished. This must not be used after that.
	 */
	void release() {
		this.assembler.release();
	}

}
