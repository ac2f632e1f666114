package io.aerosocket.internal.message;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;

import io.aerosocket.CloseReason;

/**
 * Takes what the {@link MessageAssembler} puts together. Payloads are lent for the call
 * only: a sink that keeps one copies or retains it.
 */
public interface MessageSink {

	/**
	 * A whole message.
	 * @param text whether it is a text, whose payload is then valid UTF-8
	 * @param room whether there is room in front of the payload, of no use to anybody
	 * else, for the header of a server's frame
	 * @param owner holds the payload, to be retained by whoever keeps it
	 * @param bytes the bytes of the owner
	 * @param index where the payload starts in the bytes
	 * @param length its size in bytes
	 */
	void message(boolean text, boolean room, ByteBuf owner, ByteBuffer bytes, int index, int length);

	/**
	 * Extensions restored a part of the message under way. For who counts.
	 * @param travelled how much of it travelled, in bytes
	 * @param length how much became of that
	 */
	default void restored(long travelled, long length) {
	}

	/**
	 * The next piece of a message, from an assembler that was told to put none together.
	 * @param fragment the piece, whose bytes are lent; they are valid UTF-8 of a text,
	 * except that a character may be cut at either end
	 * @param last whether the message ends with it
	 */
	default void fragment(ReceivedMessage fragment, boolean last) {
		throw new IllegalStateException("Messages are to be put together");
	}

	/**
	 * A Ping.
	 * @param bytes holds the payload
	 * @param index where the payload starts
	 * @param length its size in bytes, 0 to 125
	 */
	void ping(ByteBuffer bytes, int index, int length);

	/**
	 * A Pong.
	 * @param bytes holds the payload
	 * @param index where the payload starts
	 * @param length its size in bytes, 0 to 125
	 */
	void pong(ByteBuffer bytes, int index, int length);

	/**
	 * A Close.
	 * @param reason what it carried
	 */
	void close(CloseReason reason);

	/**
	 * Says, after each frame, whether the next one is wanted now.
	 * @return {@code false} to stop for the time being
	 */
	boolean wantsMore();

}
