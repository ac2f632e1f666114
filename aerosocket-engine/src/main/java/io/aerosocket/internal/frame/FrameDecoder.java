package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;
import io.aerosocket.ProtocolViolationException;

/**
 * Walks over the bytes of a connection, in place, and tells a {@link FrameSink} of the
 * frames (RFC 6455 section 5.2). Rules that span frames, such as the order of fragments,
 * belong to the message layer.
 *
 * <pre>
 *  0               1               2               3
 *  7 6 5 4 3 2 1 0 7 6 5 4 3 2 1 0
 * +-+-+-+-+-------+-+-------------+-------------------------------+
 * |F|R|R|R| opcode|M|  length     | length in next 2 or 8 bytes,  |
 * |I|S|S|S|       |A|  0 to 125,  | when it is 126 or 127         |
 * |N|V|V|V|       |S|  126, 127   +-------------------------------+
 * | |1|2|3|       |K|             | masking key, 4 bytes          |
 * +-+-+-+-+-------+-+-------------+-------------------------------+
 * </pre>
 *
 * Keeps no payload. Of a header that arrives in pieces it keeps the bytes, in a buffer
 * that it drops as soon as the header is whole.
 */
public final class FrameDecoder {

	private static final int FIN = 0x80;

	private static final int RSV = 0x70;

	private static final int MASKED = 0x80;

	private static final int MAX_CONTROL_PAYLOAD = 125;

	private static final int LENGTH_IN_NEXT_2_BYTES = 126;

	private static final int LENGTH_IN_NEXT_8_BYTES = 127;

	private static final int LONGEST_HEADER = 2 + Long.BYTES + Integer.BYTES;

	private final FrameSink sink;

	private long maxPayload;

	private int rsvAgreed;

	private boolean fromClient;

	private boolean inParts;

	private @Nullable ByteBuffer partialHeader;

	private long payloadLeft;

	private int key;

	private boolean inFrame;

	/**
	 * Creates a decoder for one connection.
	 * @param sink takes the frames
	 * @param maxPayload the largest payload accepted in one frame, in bytes
	 * @param rsvAgreed the reserved bits that an extension was given, as they stand in
	 * the first byte
	 * @param fromClient whether the frames come from a client, which masks all of them,
	 * or from a server, which masks none
	 */
	public FrameDecoder(FrameSink sink, long maxPayload, int rsvAgreed, boolean fromClient) {
		this.sink = sink;
		this.maxPayload = maxPayload;
		this.rsvAgreed = rsvAgreed;
		this.fromClient = fromClient;
	}

	/**
	 * Serves another connection from now on. It must not be in the middle of a frame.
	 * @param maxPayload the largest payload accepted in one frame, in bytes
	 * @param rsvAgreed the reserved bits that an extension was given, as they stand in
	 * the first byte
	 * @param fromClient whether the frames come from a client
	 * @param inParts whether the sink bounds the parts of payloads, and so sees no whole
	 * frames but control frames
	 */
	public void turnTo(long maxPayload, int rsvAgreed, boolean fromClient, boolean inParts) {
		this.inParts = inParts;
		this.maxPayload = maxPayload;
		this.rsvAgreed = rsvAgreed;
		this.fromClient = fromClient;
	}

	/**
	 * Returns whether a frame has begun and not ended.
	 * @return {@code false} between two frames, when there is nothing to remember
	 */
	public boolean isUnfinished() {
		return this.inFrame || this.partialHeader != null;
	}

	/**
	 * Decodes until the bytes are used up or the sink wants no more. Does not take the
	 * buffer: the caller goes on owning it.
	 * @param in the next bytes of the connection, writable and in one piece; its reader
	 * index moves over what was decoded
	 * @throws ProtocolViolationException if the peer broke a rule; this decoder must not
	 * be used after that
	 */
	public void decode(ByteBuf in) {
		ByteBuffer bytes = in.internalNioBuffer(in.readerIndex(), in.readableBytes());
		int first = bytes.position();
		int end = bytes.limit();
		int index = first;
		boolean more = true;
		while (index < end && more) {
			if (this.inFrame) {
				index = decodePart(bytes, index, end);
			}
			else if (this.partialHeader != null) {
				index = completeHeader(this.partialHeader, bytes, index, end);
			}
			else {
				index = decodeFrame(in, bytes, index, end);
			}
			more = this.sink.wantsMore();
		}
		in.skipBytes(index - first);
	}

	private int decodeFrame(ByteBuf owner, ByteBuffer bytes, int index, int end) {
		int readable = end - index;
		if (readable < 2) {
			return keepHeader(bytes, index, end);
		}
		int start = bytes.getShort(index) & 0xFFFF;
		checkStart(start);
		int headerBytes = headerBytes(start);
		if (readable < headerBytes) {
			if (readable >= headerBytes - keyBytes()) {
				checkLength(readLength(bytes, index, start), start);
			}
			return keepHeader(bytes, index, end);
		}
		long length = checkLength(readLength(bytes, index, start), start);
		int payload = index + headerBytes;
		int key = readKey(bytes, payload);
		if (end - payload < length || (this.inParts && !Opcode.isControl(start >>> 8))) {
			startFrame(start, length, key);
			return payload;
		}
		this.sink.frame(start >>> 8, owner, bytes, payload, (int) length, key);
		return payload + (int) length;
	}

	private int keepHeader(ByteBuffer bytes, int index, int end) {
		ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER);
		for (int i = index; i < end; i++) {
			header.put(bytes.get(i));
		}
		this.partialHeader = header;
		return end;
	}

	private int completeHeader(ByteBuffer header, ByteBuffer bytes, int index, int end) {
		for (int i = index; i < end; i++) {
			header.put(bytes.get(i));
			if (header.position() < 2) {
				continue;
			}
			int start = header.getShort(0) & 0xFFFF;
			// As early as possible: a peer must not keep us waiting with a header that
			// can
			// only be wrong.
			checkStart(start);
			int headerBytes = headerBytes(start);
			if (header.position() < headerBytes - keyBytes()) {
				continue;
			}
			long length = checkLength(readLength(header, 0, start), start);
			if (header.position() == headerBytes) {
				this.partialHeader = null;
				startFrame(start, length, readKey(header, headerBytes));
				return i + 1;
			}
		}
		return end;
	}

	private void startFrame(int start, long length, int key) {
		this.inFrame = true;
		this.payloadLeft = length;
		this.key = key;
		this.sink.frameStart(start >>> 8, length);
		if (length == 0) {
			endFrame();
		}
	}

	private int decodePart(ByteBuffer bytes, int index, int end) {
		int most = this.inParts ? Math.min(end - index, this.sink.longestPart()) : end - index;
		int length = (int) Math.min(most, this.payloadLeft);
		int partKey = this.key;
		this.key = Integer.rotateLeft(partKey, Byte.SIZE * (length & 3));
		this.payloadLeft -= length;
		this.sink.framePart(bytes, index, length, partKey);
		if (this.payloadLeft == 0) {
			endFrame();
		}
		return index + length;
	}

	private void endFrame() {
		this.inFrame = false;
		this.sink.frameEnd();
	}

	private void checkStart(int start) {
		int first = start >>> 8;
		int opcode = first & 0x0F;
		if ((first & RSV & ~this.rsvAgreed) != 0) {
			throw violation("a reserved bit is set that no extension was given");
		}
		if (!Opcode.isDefined(opcode)) {
			throw violation("reserved opcode 0x" + Integer.toHexString(opcode));
		}
		if (((start & MASKED) != 0) != this.fromClient) {
			throw violation(this.fromClient ? "a frame from a client must be masked"
					: "a frame from a server must not be masked");
		}
		if (Opcode.isControl(opcode)) {
			checkControl(first, start & 0x7F);
		}
	}

	private static void checkControl(int first, int length) {
		if ((first & FIN) == 0) {
			throw violation("a control frame must not be fragmented");
		}
		if (length > MAX_CONTROL_PAYLOAD) {
			throw violation("a control frame must not exceed 125 bytes");
		}
		if ((first & RSV) != 0) {
			throw violation("a reserved bit is set on a control frame");
		}
	}

	private int headerBytes(int start) {
		int lengthBytes = switch (start & 0x7F) {
			case LENGTH_IN_NEXT_2_BYTES -> Short.BYTES;
			case LENGTH_IN_NEXT_8_BYTES -> Long.BYTES;
			default -> 0;
		};
		return 2 + lengthBytes + keyBytes();
	}

	private int keyBytes() {
		return this.fromClient ? Integer.BYTES : 0;
	}

	private static long readLength(ByteBuffer header, int index, int start) {
		int length = start & 0x7F;
		return switch (length) {
			case LENGTH_IN_NEXT_2_BYTES -> header.getShort(index + 2) & 0xFFFF;
			case LENGTH_IN_NEXT_8_BYTES -> header.getLong(index + 2);
			default -> length;
		};
	}

	private int readKey(ByteBuffer header, int end) {
		return this.fromClient ? header.getInt(end - Integer.BYTES) : 0;
	}

	private long checkLength(long length, int start) {
		// "The minimal number of bytes MUST be used to encode the length", section 5.2.
		// A 64-bit length with its top bit set reads as negative and fails here as well.
		boolean minimal = switch (start & 0x7F) {
			case LENGTH_IN_NEXT_2_BYTES -> length >= LENGTH_IN_NEXT_2_BYTES;
			case LENGTH_IN_NEXT_8_BYTES -> length > 0xFFFF;
			default -> true;
		};
		if (!minimal) {
			throw violation("payload length " + length + " is not in its shortest form");
		}
		// Checked before the payload arrives: waiting for it would let the peer make us
		// buffer what we are about to refuse.
		if (length > this.maxPayload) {
			throw new ProtocolViolationException(CloseCode.MESSAGE_TOO_BIG,
					"frame of " + length + " bytes (limit: " + this.maxPayload + ")");
		}
		return length;
	}

	private static ProtocolViolationException violation(String rule) {
		return new ProtocolViolationException(CloseCode.PROTOCOL_ERROR, rule);
	}

}
