package io.aerosocket.server;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A frame as a server sent it. Reading one checks what every frame of a server has to
 * keep (RFC 6455 section 5): no mask, no reserved bit, a known opcode, the shortest
 * length, and for a control frame at most 125 bytes in one piece.
 *
 * @param fin whether it is a message's last frame
 * @param opcode the opcode
 * @param payload the payload
 */
record RawFrame(boolean fin, int opcode, byte[] payload) {

	static RawFrame readFrom(DataInputStream in) throws IOException {
		int first = in.readUnsignedByte();
		int second = in.readUnsignedByte();
		assertThat(first & 0x70).as("RSV1 to RSV3 of %02x", first).isZero();
		assertThat(second & 0x80).as("mask bit of a server's frame").isZero();
		int opcode = first & 0x0F;
		assertThat(opcode).as("opcode")
			.isIn(ClientFrames.CONTINUATION, ClientFrames.TEXT, ClientFrames.BINARY, ClientFrames.CLOSE,
					ClientFrames.PING, ClientFrames.PONG);
		boolean fin = (first & ClientFrames.FIN) != 0;
		long length = readLength(in, second);
		if (opcode >= ClientFrames.CLOSE) {
			assertThat(fin).as("control frame in one piece").isTrue();
			assertThat(length).as("control frame's length").isLessThanOrEqualTo(125);
		}
		byte[] payload = new byte[Math.toIntExact(length)];
		in.readFully(payload);
		return new RawFrame(fin, opcode, payload);
	}

	private static long readLength(DataInputStream in, int length) throws IOException {
		if (length == 126) {
			int next2Bytes = in.readUnsignedShort();
			assertThat(next2Bytes).as("length in 2 bytes").isGreaterThan(125);
			return next2Bytes;
		}
		if (length == 127) {
			long next8Bytes = in.readLong();
			assertThat(next8Bytes).as("length in 8 bytes").isGreaterThan(0xFFFF);
			return next8Bytes;
		}
		return length;
	}

	String text() {
		return new String(this.payload, StandardCharsets.UTF_8);
	}

	boolean isClose() {
		return this.opcode == ClientFrames.CLOSE;
	}

	/**
	 * Returns the code of a Close frame.
	 * @return the code, 1005 when it is empty
	 */
	int closeCode() {
		assertThat(this.opcode).as("opcode of %s", this).isEqualTo(ClientFrames.CLOSE);
		assertThat(this.payload.length).as("Close of 1 byte").isNotEqualTo(1);
		return (this.payload.length == 0) ? 1005 : ByteBuffer.wrap(this.payload).getShort() & 0xFFFF;
	}

	String closeText() {
		return (this.payload.length < 2) ? ""
				: new String(this.payload, 2, this.payload.length - 2, StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		String content = (this.payload.length <= 125) ? text() : "#" + Arrays.hashCode(this.payload);
		return (this.fin ? "" : "unfinished ") + "opcode " + this.opcode + " (" + this.payload.length + ") " + content;
	}

}
