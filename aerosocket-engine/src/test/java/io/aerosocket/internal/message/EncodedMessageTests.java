package io.aerosocket.internal.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EncodedMessage}: whatever it is made of, the frame on the wire is the
 * same.
 */
class EncodedMessageTests {

	@ParameterizedTest(name = "{0}")
	@CsvSource(delimiter = '|', textBlock = """
			hello | 810568656c6c6f
			''    | 8100
			é€😀  | 8109c3a9e282acf09f9880
			""")
	void writesATextAsOneFrame(String text, String frame) {
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		ByteBuf lent = Unpooled.buffer().writeBytes(utf8);
		assertThat(frame(EncodedMessage.text(text))).isEqualTo(frame);
		assertThat(frame(EncodedMessage.text(new StringBuilder(text)))).isEqualTo(frame);
		assertThat(frame(EncodedMessage.of(Message.text(text)))).isEqualTo(frame);
		assertThat(frame(EncodedMessage.of(PreparedMessage.text(text)))).isEqualTo(frame);
		assertThat(frame(EncodedMessage
			.of(ReceivedMessage.lent(true, false, lent, lent.nioBuffer(), 0, utf8.length).asMessage())))
			.isEqualTo(frame);
		assertThat(lent.release()).isTrue();
	}

	@Test
	void writesBinaryAsOneFrame() {
		byte[] data = { 1, 2, (byte) 0xFF };
		ByteBuf lent = Unpooled.wrappedBuffer(data);
		for (EncodedMessage message : List.of(EncodedMessage.binary(ByteBuffer.wrap(data)),
				EncodedMessage.of(Message.binary(data)), EncodedMessage.of(PreparedMessage.binary(data)),
				EncodedMessage.of(ReceivedMessage.lent(false, false, lent, lent.nioBuffer(), 0, 3).asMessage()))) {
			assertThat(frame(message)).isEqualTo("82030102ff");
			assertThat(frame(message)).as("once more").isEqualTo("82030102ff");
		}
		assertThat(lent.release()).isTrue();
	}

	@Test
	void takesTheBytesBetweenPositionAndLimitAndMovesNeither() {
		ByteBuffer data = ByteBuffer.allocateDirect(8).put(new byte[] { 0, 1, 2, 3, 4, 5, 6, 7 }).flip();
		data.position(2).limit(5);
		assertThat(frame(EncodedMessage.binary(data))).isEqualTo("8203020304");
		assertThat(data.position()).isEqualTo(2);
		assertThat(data.limit()).isEqualTo(5);
	}

	@Test
	void anUnpairedSurrogateBecomesAQuestionMark() {
		assertThat(frame(EncodedMessage.text("a\ud83d"))).isEqualTo("8102613f");
	}

	@ParameterizedTest(name = "{0} bytes")
	@ValueSource(ints = { 0, 125, 126, 65_535, 65_536 })
	void knowsItsSizeOnTheWire(int length) {
		EncodedMessage message = EncodedMessage.binary(ByteBuffer.allocate(length));
		for (boolean masked : new boolean[] { false, true }) {
			ByteBuf out = message.toBuffer(UnpooledByteBufAllocator.DEFAULT, masked);
			assertThat(out.readableBytes()).isEqualTo(message.wireBytes(masked));
			assertThat(out.capacity()).isEqualTo(message.wireBytes(masked));
			assertThat(out.release()).isTrue();
		}
		assertThat(message.length()).isEqualTo(length);
	}

	@Test
	void masksWithTheKey() {
		ByteBuffer out = ByteBuffer.allocate(11);
		EncodedMessage.text("Hello").writeTo(out, 0, 0x37fa213d);
		assertThat(HexFormat.of().formatHex(out.array())).as("RFC 6455 section 5.7")
			.isEqualTo("818537fa213d7f9f4d5158");
	}

	@Test
	void everyMaskedFrameHasAKeyOfItsOwn() {
		Set<Integer> keys = new HashSet<>();
		for (int i = 0; i < 100; i++) {
			ByteBuf frame = EncodedMessage.text("").toBuffer(UnpooledByteBufAllocator.DEFAULT, true);
			keys.add(frame.getInt(2));
			frame.release();
		}
		assertThat(keys).hasSizeGreaterThan(95);
	}

	@ParameterizedTest(name = "{0} bytes")
	@ValueSource(ints = { 4096, 65_535, 65_536 })
	void aLargeMessageGoesOutFromWhereItLies(int length) {
		ByteBuf own = UnpooledByteBufAllocator.DEFAULT.directBuffer(20 + length);
		own.writeZero(20).writeBytes("x".repeat(length).getBytes()).skipBytes(6);
		EncodedMessage message = received(own, 20, length, true);
		assertThat(message.isFramed()).isTrue();
		ByteBuf frame = message.toBuffer(UnpooledByteBufAllocator.DEFAULT, false);
		assertThat(frame.memoryAddress() + frame.readerIndex() + frame.readableBytes())
			.isEqualTo(own.memoryAddress() + 20 + length);
		assertThat(own.refCnt()).isEqualTo(2);
		ByteBuf copied = EncodedMessage.text("x".repeat(length)).toBuffer(UnpooledByteBufAllocator.DEFAULT, false);
		assertThat(frame).isEqualTo(copied);
		frame.release();
		ByteBuf masked = message.toBuffer(UnpooledByteBufAllocator.DEFAULT, true);
		assertThat(own.refCnt()).as("a client cannot send it as it lies").isEqualTo(1);
		masked.release();
		copied.release();
		own.release();
	}

	@ParameterizedTest(name = "{0} of {1} bytes, with room in front: {2}")
	@CsvSource({ "4095, 4095, true", "4096, 16404, true", "5000, 5000, false" })
	void whatIsNotWorthAReferenceIsCopied(int length, int capacity, boolean room) {
		ByteBuf owner = UnpooledByteBufAllocator.DEFAULT.directBuffer(20 + capacity).writeZero(20 + capacity);
		ByteBuf before = owner.copy();
		EncodedMessage message = received(owner, 20, length, room);
		assertThat(message.isFramed()).isFalse();
		assertThat(owner).as("nothing is written in front").isEqualTo(before);
		ByteBuf frame = message.toBuffer(UnpooledByteBufAllocator.DEFAULT, false);
		assertThat(owner.refCnt()).isEqualTo(1);
		frame.release();
		before.release();
		owner.release();
	}

	@Test
	void aMessageThatEndsMeanwhileLeavesNothingBehind() {
		ByteBuf owner = UnpooledByteBufAllocator.DEFAULT.directBuffer(100).writeZero(100);
		ReceivedMessage received = ReceivedMessage.lent(true, false, owner, owner.internalNioBuffer(0, 100), 0, 100);
		EncodedMessage message = EncodedMessage.of(received);
		received.release();
		UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
		assertThatIllegalStateException().isThrownBy(() -> message.toBuffer(allocator, false));
		assertThat(allocator.metric().usedDirectMemory()).isZero();
		assertThatIllegalStateException().isThrownBy(() -> EncodedMessage.of(received));
		owner.release();
	}

	private static EncodedMessage received(ByteBuf owner, int index, int length, boolean room) {
		ByteBuffer bytes = owner.internalNioBuffer(owner.readerIndex(), owner.readableBytes());
		int payload = bytes.position() + index - owner.readerIndex();
		return EncodedMessage.of(ReceivedMessage.lent(true, room, owner, bytes, payload, length));
	}

	@Test
	void refusesControlMessages() {
		ByteBuffer empty = ByteBuffer.allocate(0);
		for (Message control : List.of(Message.ping(empty), Message.pong(empty), Message.close(CloseCode.NORMAL, ""))) {
			assertThatIllegalArgumentException().isThrownBy(() -> EncodedMessage.of(control))
				.withMessageContaining("expected: Text or Binary");
		}
	}

	private static String frame(EncodedMessage message) {
		ByteBuffer out = ByteBuffer.allocate(3 + message.wireBytes(false));
		message.writeTo(out, 3, 0);
		assertThat(out.position()).isZero();
		ByteBuf buffer = message.toBuffer(UnpooledByteBufAllocator.DEFAULT, false);
		String hex = ByteBufUtil.hexDump(buffer);
		assertThat(HexFormat.of().formatHex(out.array(), 3, out.capacity())).isEqualTo(hex);
		assertThat(buffer.release()).isTrue();
		return hex;
	}

}
