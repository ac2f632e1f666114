package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;
import java.util.HexFormat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FrameEncoder}: the shortest form of each length, and no mask.
 */
class FrameEncoderTests {

	@ParameterizedTest(name = "RFC 6455 5.2: opcode {0}, {1} bytes")
	@CsvSource(delimiter = '|', textBlock = """
			0x1 | 0          | 8100
			0x1 | 1          | 8101
			0x2 | 125        | 827d
			0x2 | 126        | 827e007e
			0x1 | 127        | 817e007f
			0x1 | 255        | 817e00ff
			0x1 | 256        | 817e0100
			0x2 | 32768      | 827e8000
			0x2 | 65535      | 827effff
			0x2 | 65536      | 827f0000000000010000
			0x1 | 65537      | 817f0000000000010001
			0x2 | 2147483647 | 827f000000007fffffff
			0x2 | 4294967296 | 827f0000000100000000
			0x8 | 2          | 8802
			0x9 | 125        | 897d
			0xa | 0          | 8a00
			""")
	void writesTheShortestHeader(String opcode, long length, String header) {
		ByteBuffer out = ByteBuffer.allocate(3 + FrameEncoder.LONGEST_UNMASKED_HEADER + Integer.BYTES);
		int end = FrameEncoder.writeHeader(out, 3, Opcode.FIN | Integer.decode(opcode), length, 0);
		assertThat(HexFormat.of().formatHex(out.array(), 3, end)).isEqualTo(header);
		assertThat(out.array()).startsWith(0, 0, 0);
		assertThat(out.position()).isZero();
		assertThat(FrameEncoder.headerBytes(length, false)).isEqualTo(end - 3)
			.isLessThanOrEqualTo(FrameEncoder.LONGEST_UNMASKED_HEADER);
		int masked = FrameEncoder.writeHeader(out, 3, Opcode.FIN | Integer.decode(opcode), length, 0x0A0B_0C0D);
		assertThat(FrameEncoder.headerBytes(length, true)).isEqualTo(masked - 3);
		assertThat(out.get(4)).isEqualTo((byte) (0x80 | Integer.parseInt(header.substring(2, 4), 16)));
		assertThat(HexFormat.of().formatHex(out.array(), 5, masked)).isEqualTo(header.substring(4) + "0a0b0c0d");
	}

	@Test
	void decoderReadsWhatTheEncoderWrites() {
		for (int length : new int[] { 0, 1, 125, 126, 65_535, 65_536, 70_000 }) {
			byte[] bytes = new byte[FrameEncoder.headerBytes(length, false) + length];
			FrameEncoder.writeHeader(ByteBuffer.wrap(bytes), 0, Opcode.FIN | Opcode.BINARY, length, 0);
			ByteBuf out = Unpooled.wrappedBuffer(bytes);
			RecordingSink sink = new RecordingSink();
			new FrameDecoder(sink, 1 << 20, 0, false).decode(out);
			assertThat(sink.frames()).containsExactly(("BINARY fin " + "\0".repeat(length)).strip());
			out.release();
		}
	}

}
