package io.aerosocket.internal.connection;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Handshake;
import io.aerosocket.HeapLayout;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a connection costs that does nothing: bytes of heap, without what Netty keeps for
 * its channel.
 */
class ConnectionSizeTests {

	/** The connection, its handler, and its two directions, on a 64-bit machine. */
	private static final long MOST_BYTES = HeapLayout.bytes(336, 392);

	private static final int ROUNDS = 4_000;

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final EngineCounters counters = new EngineCounters();

	private final EmbeddedChannel channel = new EmbeddedChannel(new InboundHandler());

	private final ConnectionRegistry registry = new ConnectionRegistry(List.of(this.channel.eventLoop()),
			this.counters);

	private final Endpoint endpoint = Endpoint.of(Endpoint.Role.SERVER, ConnectionOptions.builder().build(),
			ConnectionHandler.of((connection, message) -> connection.send(message)), TestConnection.CALLER,
			this.counters, new EngineListeners(List.of()));

	private final Handshake handshake = TestConnection.handshake();

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	// The least of many counts: slots grow now and then, and the virtual machine
	// allocates for itself in our name.
	@Test
	void aConnectionIsMadeOfFewBytes() {
		ChannelHandlerContext transport = this.channel.pipeline().firstContext();
		long leastBytes = Long.MAX_VALUE;
		for (int i = 0; i < ROUNDS; i++) {
			long before = allocated();
			this.registry.open(this.endpoint, this.handshake, null, transport);
			leastBytes = Math.min(leastBytes, allocated() - before);
		}
		assertThat(leastBytes).isPositive().isLessThanOrEqualTo(MOST_BYTES);
	}

	private long allocated() {
		return this.threads.getThreadAllocatedBytes(Thread.currentThread().getId());
	}

}
