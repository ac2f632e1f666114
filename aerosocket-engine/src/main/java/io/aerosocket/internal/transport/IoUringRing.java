package io.aerosocket.internal.transport;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import org.jspecify.annotations.Nullable;

/**
 * How io_uring is set up: with a ring of buffers for each event loop, from which the
 * kernel takes one when something arrives. So an idle connection holds no buffer, and one
 * request to the kernel goes on delivering until it is cancelled.
 */
final class IoUringRing {

	/** The group of buffers that a socket reads into. */
	static final short GROUP = 1;

	/**
	 * What one read may bring. With 16 KiB, echoes of 16 KiB texts cost 30 % more,
	 * because no message arrives in one piece.
	 */
	static final int BUFFER_BYTES = 64 * 1024;

	/** The most buffers of an event loop: 4 MiB. */
	static final int BUFFERS = 64;

	/** How many buffers there are at first, and how many are added when they run out. */
	static final int BATCH = 16;

	private IoUringRing() {
	}

	static @Nullable String missing() {
		return IoUring.isRegisterBufferRingSupported() ? null
				: "io_uring needs rings of buffers, which came with Linux 5.19";
	}

	// Each buffer is filled by one read only. Those that go on being filled (incremental
	// ones) are no faster, and a small message that waits for its handler would keep one
	// of 64 KiB from being freed.
	static IoHandlerFactory newFactory() {
		IoUringBufferRingConfig ring = IoUringBufferRingConfig.builder()
			.bufferGroupId(GROUP)
			.bufferRingSize((short) BUFFERS)
			.batchSize(BATCH)
			.incremental(false)
			.batchAllocation(false)
			.allocator(new IoUringFixedBufferRingAllocator(ByteBufAllocator.DEFAULT, BUFFER_BYTES))
			.build();
		return IoUringIoHandler.newFactory(new IoUringIoHandlerConfig().setBufferRingConfig(ring));
	}

}
