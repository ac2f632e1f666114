package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ReservedBit;

import static org.assertj.core.api.Assertions.assertThat;

class ExtensionChainTests {

	private static final byte[] MESSAGE = Deflated.words(2000, 1);

	private static final Extension DEFLATE = new PerMessageDeflate(
			CompressionOptions.of(CompressionMode.SHARED).withMinSize(1000));

	private static final Extension XOR = new XorExtension("x-xor", ReservedBit.RSV2);

	@Test
	void messagesPassInOneOrderAndTheOther() {
		ExtensionChain sender = chain("permessage-deflate, x-xor; key=5");
		ExtensionChain receiver = chain("permessage-deflate, x-xor; key=5");
		assertThat(sender.rsv()).isEqualTo(0x60);
		Sent sent = send(sender, MESSAGE);
		assertThat(sent.rsv()).isEqualTo(0x60);
		byte[] deflatedOnly = send(chain("permessage-deflate"), MESSAGE).payload();
		assertThat(sent.payload()).hasSameSizeAs(deflatedOnly);
		assertThat(sent.payload()[0] ^ 5).as("XOR came last").isEqualTo(deflatedOnly[0]);
		assertThat(receive(receiver, sent)).isEqualTo(MESSAGE);
	}

	@Test
	void eachMayLeaveAMessageAsItIs() {
		for (String order : List.of("permessage-deflate, x-xor; key=5", "x-xor; key=5, permessage-deflate")) {
			ExtensionChain chain = chain(order);
			Sent small = send(chain, new byte[] { 1 });
			assertThat(small.rsv()).isEqualTo(0x20);
			assertThat(small.payload()).containsExactly(4);
			assertThat(receive(chain, small)).containsExactly(1);
			Sent empty = send(chain, new byte[0]);
			assertThat(empty.rsv()).isZero();
			assertThat(empty.payload()).isEmpty();
		}
	}

	@Test
	void whatIsNotSmallerTravelsAsItIs() {
		Sent sent = send(chain("permessage-deflate"), Deflated.noise(2000, 1));
		assertThat(sent.rsv()).isZero();
		assertThat(sent.payload()).isEmpty();
	}

	@Test
	void onlyMarkedExtensionsUndoAMessage() {
		ExtensionChain chain = chain("permessage-deflate, x-xor; key=5");
		assertThat(receive(chain, new Sent(0x20, new byte[] { 4 }))).containsExactly(1);
		assertThat(receive(chain, new Sent(0x40, send(chain("permessage-deflate"), MESSAGE).payload())))
			.isEqualTo(MESSAGE);
	}

	@Test
	void chainsHaveAVariantIfAllTheirExtensionsDo() {
		assertThat(chain("permessage-deflate, x-xor; key=5").variant()).isNotNull()
			.isEqualTo(chain("permessage-deflate, x-xor; key=5").variant())
			.isNotEqualTo(chain("x-xor; key=5, permessage-deflate").variant())
			.isNotEqualTo(chain("permessage-deflate, x-xor; key=6").variant())
			.isNotEqualTo(chain("permessage-deflate").variant());
		Extension dedicated = new PerMessageDeflate(CompressionOptions.of(CompressionMode.DEDICATED));
		assertThat(ExtensionNegotiation.accept(List.of(dedicated, XOR), offer("permessage-deflate, x-xor; key=1"))
			.open()
			.variant()).isNull();
	}

	@Test
	void sessionsAreClosedOnce() {
		ExtensionChain chain = chain("permessage-deflate");
		chain.inbound(0x40, ByteBuffer.wrap(new byte[] { (byte) 0xf2 }), false, new Deflated.Collected());
		assertThat(ZlibPool.current().inflatersOut()).isEqualTo(1);
		chain.close();
		chain.close();
		assertThat(ZlibPool.current().inflatersOut()).isZero();
	}

	@Test
	void payloadHasRoomForAHeaderInFront() {
		ChangedPayload payload = new ChangedPayload(UnpooledByteBufAllocator.DEFAULT, 4, 10);
		payload.accept(ByteBuffer.wrap(new byte[1000]));
		assertThat(payload.size()).isEqualTo(1000);
		payload.clear();
		payload.accept(ByteBuffer.wrap(new byte[] { 1, 2 }));
		ByteBuf bytes = payload.take();
		assertThat(bytes.readableBytes()).isEqualTo(6);
		assertThat(bytes.getUnsignedByte(5)).isEqualTo((short) 2);
		bytes.release();
		assertThat(payload.size()).isZero();
		payload.release();
		ByteBuf empty = payload.take();
		assertThat(empty.readableBytes()).isEqualTo(4);
		empty.release();
	}

	private static Sent send(ExtensionChain chain, byte[] message) {
		ChangedPayload payload = new ChangedPayload(UnpooledByteBufAllocator.DEFAULT, 0, message.length);
		int rsv = chain.outbound(ByteBuffer.wrap(message), true, payload);
		ByteBuf bytes = payload.take();
		byte[] sent = new byte[bytes.readableBytes()];
		bytes.readBytes(sent).release();
		return new Sent(rsv, sent);
	}

	// In three pieces.
	private static byte[] receive(ExtensionChain chain, Sent sent) {
		Deflated.Collected out = new Deflated.Collected();
		int third = sent.payload().length / 3;
		chain.inbound(sent.rsv(), ByteBuffer.wrap(sent.payload(), 0, third), false, out);
		chain.inbound(sent.rsv(), ByteBuffer.wrap(sent.payload(), third, third), false, out);
		chain.inbound(sent.rsv(), ByteBuffer.wrap(sent.payload(), 2 * third, sent.payload().length - 2 * third), true,
				out);
		return out.bytes();
	}

	private static ExtensionChain chain(String offer) {
		return ExtensionNegotiation.accept(List.of(DEFLATE, XOR), offer(offer)).open();
	}

	private static List<io.aerosocket.extension.ExtensionParameters> offer(String offer) {
		return ExtensionHeader.parse(List.of(offer));
	}

	private record Sent(int rsv, byte[] payload) {

	}

}
