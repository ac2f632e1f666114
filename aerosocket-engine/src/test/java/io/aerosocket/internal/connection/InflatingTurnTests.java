package io.aerosocket.internal.connection;

import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.Deflater;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.aerosocket.CompressionMode;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.internal.extension.ExtensionHeader;
import io.aerosocket.internal.extension.ExtensionNegotiation;
import io.aerosocket.internal.extension.Extensions;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InboundHandler}: a peer whose messages inflate to much more than they
 * are leaves its event loop to others between them.
 */
class InflatingTurnTests {

	private static final int INFLATED = 60_000;

	private static final int MEBIBYTE = 1 << 20;

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final RecordingHandler handler = new RecordingHandler();

	private final ConnectionOptions options = ConnectionOptions.builder().compression(CompressionMode.SHARED).build();

	@AfterEach
	void end() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void oneTurnInflatesAMebibyteAtMost() {
		open();
		ByteBuf bombs = Unpooled.directBuffer();
		for (int i = 0; i < 50; i++) {
			bomb(bombs);
		}
		this.channel.pipeline().fireChannelRead(bombs);
		assertThat(this.handler.messages()).hasSize(MEBIBYTE / INFLATED + 1);
		assertThat(this.channel.config().isAutoRead()).as("meanwhile nothing is read").isFalse();
		this.channel.runPendingTasks();
		assertThat(this.handler.messages()).as("nothing is lost").hasSize(50);
		assertThat(this.channel.config().isAutoRead()).isTrue();
	}

	@Test
	void whatArrivesMeanwhileComesAfter() {
		open();
		ByteBuf all = Unpooled.directBuffer();
		for (int i = 0; i < 100; i++) {
			bomb(all, i);
		}
		while (all.isReadable()) {
			this.channel.pipeline().fireChannelRead(all.readBytes(Math.min(1001, all.readableBytes())));
		}
		all.release();
		assertThat(this.handler.calls()).hasSizeLessThan(30);
		this.channel.runPendingTasks();
		assertThat(this.handler.calls().stream().skip(1).map((call) -> (int) call.charAt(0)))
			.containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
	}

	private void open() {
		InboundHandler reader = new InboundHandler();
		this.channel.pipeline().addLast(reader);
		EngineCounters counters = new EngineCounters();
		ConnectionRegistry registry = new ConnectionRegistry(List.of(this.channel.eventLoop()), counters);
		registry.open(
				Endpoint.of(Endpoint.Role.SERVER, this.options, this.handler, TestConnection.CALLER, counters,
						new EngineListeners(List.of())),
				TestConnection.handshake(), null,
				ExtensionNegotiation.accept(Extensions.of(this.options.compression(), List.of()),
						ExtensionHeader.parse(List.of("permessage-deflate"))),
				this.channel.pipeline().context(reader));
		this.channel.runPendingTasks();
	}

	private static void bomb(ByteBuf out) {
		bomb(out, 0);
	}

	private static void bomb(ByteBuf out, int first) {
		Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
		byte[] payload = new byte[INFLATED];
		payload[0] = (byte) first;
		deflater.setInput(payload);
		byte[] deflated = new byte[1000];
		int length = deflater.deflate(deflated, 0, deflated.length, Deflater.SYNC_FLUSH) - 4;
		deflater.end();
		out.writeByte(0xC2).writeByte(0x80 | length).writeInt(0).writeBytes(deflated, 0, length);
	}

}
