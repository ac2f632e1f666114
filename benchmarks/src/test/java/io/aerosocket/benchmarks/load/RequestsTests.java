package io.aerosocket.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.benchmarks.UsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Requests} and {@link Content}: a decoder that is not ours has to find
 * the frames valid.
 */
class RequestsTests {

	private static final int COUNT = 3;

	private static final int LEAST_JSON = 51;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 3, 5, 32, 125, 126, 127, 65_535, 65_536, 100_000 })
	void framesAreValid(int size) {
		for (Content content : Content.values()) {
			if (content == Content.JSON && size < LEAST_JSON) {
				assertThatExceptionOfType(UsageException.class).isThrownBy(() -> content.payload(size))
					.withMessage("messageBytes: " + size + " of json (expected: " + LEAST_JSON + " or more)");
				continue;
			}
			byte[] payload = content.payload(size);
			assertThat(payload).hasSize(size);
			EmbeddedChannel channel = decoder();
			channel.writeInbound(Unpooled.wrappedBuffer(Requests.batch(content.opcode(), payload, COUNT)));
			for (int i = 0; i < COUNT; i++) {
				WebSocketFrame frame = channel.readInbound();
				assertThat(frame.isFinalFragment()).isTrue();
				assertThat(frame instanceof TextWebSocketFrame).isEqualTo(content != Content.BINARY);
				assertThat(bytes(frame.content())).isEqualTo(payload);
				frame.release();
			}
			assertThat(channel.finish()).isFalse();
		}
	}

	private static EmbeddedChannel decoder() {
		return new EmbeddedChannel(new WebSocket13FrameDecoder(
				WebSocketDecoderConfig.newBuilder().expectMaskedFrames(true).maxFramePayloadLength(1 << 20).build()),
				new Utf8FrameValidator());
	}

	private static byte[] bytes(ByteBuf content) {
		byte[] bytes = new byte[content.readableBytes()];
		content.getBytes(content.readerIndex(), bytes);
		return bytes;
	}

}
