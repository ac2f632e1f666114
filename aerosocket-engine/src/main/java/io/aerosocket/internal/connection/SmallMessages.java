package io.aerosocket.internal.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

import io.aerosocket.internal.frame.FrameEncoder;
import io.aerosocket.internal.frame.Opcode;
import io.aerosocket.internal.message.EncodedMessage;
import io.aerosocket.internal.message.ReceivedMessage;

/**
 * Writes small messages behind those that a connection has begun to gather, which is how
 * answers go to a peer that has several messages on their way. Keeps nothing itself.
 */
final class SmallMessages {

	/** From here on a received message may be sent on as it lies. */
	private static final int TOO_LARGE = 4096;

	/** From here on the JDK's bulk copy is quicker, which is a call. */
	private static final int BULK_COPY = 256;

	private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

	private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

	private SmallMessages() {
	}

	/**
	 * Writes a message, if that is simple: on the event loop, behind others, without a
	 * mask or extensions. Safe for any thread.
	 * <p>
	 * All of it is one method, so that the JIT compiler does not put it into its callers:
	 * it does so with no more than 325 bytes (FreqInlineSize) and no deeper than 15 calls
	 * (MaxInlineLevel), which from the decoder by way of an application's handler to here
	 * are used up. Then each access to the buffer below was a call.
	 * @param connection whom to
	 * @param text whether it is a text
	 * @param length the size of its payload in bytes
	 * @param received the payload, if it was received
	 * @param array the payload, if not
	 * @return {@code false} if nothing was written
	 * @throws IllegalStateException if it was received and is not readable any more
	 */
	static boolean append(WebSocketConnection connection, boolean text, int length, @Nullable ReceivedMessage received,
			byte @Nullable [] array) {
		EventExecutor loop = connection.group().loop();
		if (length >= TOO_LARGE || !loop.inEventLoop() || connection.isMasking()) {
			return false;
		}
		Outbound outbound = connection.outbound();
		Cork begun = outbound.begun();
		int header = FrameEncoder.headerBytes(length, false);
		int index = (begun != null) ? begun.indexFor(header + length) : -1;
		if (begun == null || index < 0) {
			return false;
		}
		ByteBuffer out = begun.bytes();
		FrameEncoder.writeHeader(out, index, Opcode.FIN | (text ? Opcode.TEXT : Opcode.BINARY), length, 0);
		int to = index + header;
		if (received != null) {
			received.copyTo(out, to);
		}
		else if (array != null && length > BULK_COPY) {
			out.put(to, array);
		}
		else if (array != null) {
			int from = 0;
			for (; length - from >= Long.BYTES; from += Long.BYTES) {
				out.putLong(to + from, (long) LONGS.get(array, from));
			}
			if (length - from >= Integer.BYTES) {
				out.putInt(to + from, (int) INTS.get(array, from));
				from += Integer.BYTES;
			}
			for (; from < length; from++) {
				out.put(to + from, array[from]);
			}
		}
		begun.added(header + length);
		connection.messagePasses();
		TrafficLog log = Traffic.log(connection);
		if (log != null && received != null) {
			log.sent(connection, EncodedMessage.of(received));
		}
		else if (log != null && array != null) {
			log.sent(connection, EncodedMessage.utf8(array));
		}
		SendTimes.written(connection, length);
		outbound.flushSoon();
		return true;
	}

}
