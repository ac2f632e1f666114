package io.aerosocket.internal.message;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;

import io.aerosocket.CloseReason;

/**
 * Stands where a connection's sink does while an assembler has no connection.
 */
enum Nobody implements MessageSink {

	/** The only one. */
	INSTANCE;

	@Override
	public void message(boolean text, boolean room, ByteBuf owner, ByteBuffer bytes, int index, int length) {
		throw nobodyIsThere();
	}

	@Override
	public void ping(ByteBuffer bytes, int index, int length) {
		throw nobodyIsThere();
	}

	@Override
	public void pong(ByteBuffer bytes, int index, int length) {
		throw nobodyIsThere();
	}

	@Override
	public void close(CloseReason reason) {
		throw nobodyIsThere();
	}

	@Override
	public boolean wantsMore() {
		return false;
	}

	private static IllegalStateException nobodyIsThere() {
		return new IllegalStateException("The assembler has no connection");
	}

}
