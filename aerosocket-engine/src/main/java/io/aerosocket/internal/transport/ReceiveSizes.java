package io.aerosocket.internal.transport;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.util.concurrent.FastThreadLocal;

/**
 * Guesses how much the next read brings, for all sockets of an event loop together. A
 * socket's read ends before another one's begins, so one guess serves them all, and an
 * idle connection need not keep its own, which takes 160 bytes of heap.
 * <p>
 * Not for io_uring, which reads from many sockets at a time.
 */
final class ReceiveSizes extends AdaptiveRecvByteBufAllocator {

	private final OfThread handles = new OfThread();

	@Override
	@SuppressWarnings("deprecation") // of the supertype's, which has no other
	public Handle newHandle() {
		return this.handles.get();
	}

	@SuppressWarnings("deprecation") // of the supertype's, which has no other
	private Handle ofOneSocket() {
		return super.newHandle();
	}

	/**
	 * One for each event loop.
	 */
	@SuppressWarnings("deprecation") // of the type of the value
	private final class OfThread extends FastThreadLocal<Handle> {

		@Override
		protected Handle initialValue() {
			return ofOneSocket();
		}

	}

}
