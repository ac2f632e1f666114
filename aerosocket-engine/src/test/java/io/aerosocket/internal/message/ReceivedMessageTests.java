package io.aerosocket.internal.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ReceivedMessage}: readable until its end, and what it holds until
 * then.
 */
class ReceivedMessageTests {

	@Test
	void aFragmentIsNoMessageAndAMessageNoFragment() {
		ByteBuffer bytes = ByteBuffer.wrap(new byte[] { 65, 66 });
		ReceivedMessage piece = ReceivedMessage.piece(true, true, false, Unpooled.EMPTY_BUFFER, bytes);
		assertThat(piece.asFragment()).hasToString("Fragment[2 bytes]");
		assertThatIllegalStateException().isThrownBy(piece::asMessage);
		ReceivedMessage message = ReceivedMessage.lent(true, false, Unpooled.EMPTY_BUFFER, bytes, 0, 2);
		assertThatIllegalStateException().isThrownBy(message::asFragment);
	}

	private static final int LARGE = 40_000;

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

	private final ByteBuf network = this.allocator.buffer()
		.writeBytes("..héllo..".getBytes(StandardCharsets.UTF_8))
		.writeBytes("x".repeat(LARGE).getBytes(StandardCharsets.UTF_8));

	private final ReceivedMessage text = lent(true, 2, 6);

	private final ReceivedMessage binary = lent(false, 2, 6);

	@AfterEach
	void everythingIsReleased() {
		this.text.release();
		this.binary.release();
		assertThat(this.network.refCnt()).isEqualTo(1);
		assertThat(this.network.release()).isTrue();
		assertThat(this.allocator.metric().usedDirectMemory() + this.allocator.metric().usedHeapMemory()).isZero();
	}

	@Test
	void isReadableAsOftenAsOneLikes() {
		Message.Text message = (Message.Text) this.text.asMessage();
		for (int i = 0; i < 3; i++) {
			assertThat(message.text()).isEqualTo("héllo");
			assertThat(message.size()).isEqualTo(6);
			assertThat(message.payload()).isEqualTo(StandardCharsets.UTF_8.encode("héllo"));
			assertThat(message.toByteArray()).asString(StandardCharsets.UTF_8).isEqualTo("héllo");
		}
		assertThat(this.text.isText()).isTrue();
		assertThat(this.binary.isText()).isFalse();
		assertThat(this.binary.asMessage()).isInstanceOf(Message.Binary.class);
		assertThat(((Message.Binary) this.binary.asMessage()).toByteArray()).hasSize(6);
	}

	@Test
	void payloadIsAViewThatCannotBeWritten() {
		ByteBuffer payload = this.binary.payload();
		assertThat(payload.isReadOnly()).isTrue();
		payload.get();
		assertThat(this.binary.payload().remaining()).isEqualTo(6);
	}

	@Test
	void doesNotShowItsContent() {
		assertThat(this.text).hasToString("Text[6 bytes]");
		assertThat(this.binary).hasToString("Binary[6 bytes]");
	}

	@Test
	void isNotReadableAfterItsEnd() {
		this.text.release();
		this.binary.release();
		Message.Text message = (Message.Text) this.text.asMessage();
		assertThatIllegalStateException().isThrownBy(message::text).withMessageContaining("copy()");
		assertThatIllegalStateException().isThrownBy(message::payload);
		assertThatIllegalStateException().isThrownBy(message::toByteArray);
		assertThatIllegalStateException().isThrownBy(message::copy);
		assertThatIllegalStateException().isThrownBy(() -> this.binary.asMessage().copy());
		assertThatIllegalStateException().isThrownBy(() -> this.binary.asMessage().toByteArray());
		assertThatIllegalStateException().isThrownBy(() -> this.binary.detach(this.allocator));
		assertThatIllegalStateException().isThrownBy(this.binary::retain);
		assertThat(message.size()).isEqualTo(6);
	}

	@Test
	void copyLasts() {
		Message.Text text = ((Message.Text) this.text.asMessage()).copy();
		Message.Binary binary = ((Message.Binary) this.binary.asMessage()).copy();
		this.text.release();
		this.binary.release();
		this.network.setZero(0, 20);
		assertThat(text.text()).isEqualTo("héllo");
		assertThat(binary.toByteArray()).asString(StandardCharsets.UTF_8).isEqualTo("héllo");
		assertThat(text.copy()).isSameAs(text);
	}

	@Test
	void lentBytesStayTheLenders() {
		this.text.release();
		this.text.release();
		assertThat(this.network.refCnt()).isEqualTo(1);
	}

	@Test
	void retainKeepsTheLentBufferOnce() {
		this.text.retain();
		this.text.retain();
		assertThat(this.network.refCnt()).isEqualTo(2);
		this.text.detach(this.allocator);
		assertThat(this.network.refCnt()).isEqualTo(2);
		this.text.release();
		this.text.release();
		assertThat(this.network.refCnt()).isEqualTo(1);
	}

	@ParameterizedTest(name = "{0} bytes at {1}: {2}")
	@CsvSource(delimiter = '|', textBlock = """
			0     | 0  | copied
			6     | 2  | copied
			4096  | 20 | copied
			4097  | 20 | copied
			30000 | 20 | kept
			40000 | 10 | kept
			""")
	void detachCopiesWhatIsSmallAndKeepsWhatIsLarge(int length, int index, String what) {
		byte[] before = new byte[length];
		this.network.getBytes(index, before);
		ReceivedMessage message = lent(false, index, length);
		message.detach(this.allocator);
		message.detach(this.allocator);
		message.retain();
		boolean copied = what.equals("copied");
		assertThat(this.network.refCnt()).isEqualTo(copied ? 1 : 2);
		if (copied) {
			this.network.setZero(0, this.network.capacity());
		}
		assertThat(((Message.Binary) message.asMessage()).toByteArray()).isEqualTo(before);
		message.release();
		message.release();
		assertThat(this.network.refCnt()).isEqualTo(1);
		assertThatIllegalStateException().isThrownBy(message::payload);
	}

	@Test
	void aFrameOutlivesItsMessage() {
		ByteBuf own = this.allocator.directBuffer(5010).writeZero(10).writeBytes("x".repeat(5000).getBytes());
		ReceivedMessage message = ReceivedMessage.lent(true, true, own, own.internalNioBuffer(0, 5010), 10, 5000);
		message.detach(this.allocator);
		ByteBuf frame = message.frame();
		message.release();
		assertThat(own.release()).isFalse();
		assertThat(frame.readableBytes()).isEqualTo(5004);
		assertThat(frame.getInt(0)).isEqualTo(0x817E_1388);
		assertThat(frame.release()).isTrue();
		assertThatIllegalStateException().isThrownBy(message::frame);
	}

	@Test
	void whatWasCopiedIsNotFramed() {
		ByteBuf own = this.allocator.directBuffer(4106).writeZero(4106);
		ReceivedMessage message = ReceivedMessage.lent(false, true, own, own.internalNioBuffer(0, 4106), 10, 4096);
		assertThat(message.isFramed()).isTrue();
		message.detach(this.allocator);
		assertThat(message.isFramed()).isFalse();
		message.release();
		assertThat(own.release()).isTrue();
	}

	@Test
	void writesItselfFromWhereItLies() {
		ByteBuffer out = ByteBuffer.allocate(10);
		this.text.copyTo(out, 3);
		assertThat(new String(out.array(), 3, 6, StandardCharsets.UTF_8)).isEqualTo("héllo");
		assertThat(out.position()).isZero();
		assertThat(this.network.readerIndex()).isZero();
	}

	private ReceivedMessage lent(boolean text, int index, int length) {
		ByteBuffer bytes = this.network.internalNioBuffer(0, this.network.readableBytes());
		return ReceivedMessage.lent(text, false, this.network, bytes, bytes.position() + index, length);
	}

}
