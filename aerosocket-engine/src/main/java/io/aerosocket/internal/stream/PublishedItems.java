package io.aerosocket.internal.stream;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The items of a publisher, two of which are asked for ahead of what is taken. Its
 * signals may come on any thread; everything else is confined to the event loop.
 */
final class PublishedItems extends FragmentSource implements Flow.Subscriber<ByteBuffer> {

	private static final int AHEAD = 2;

	private static final Object COMPLETE = new Object();

	private final Flow.Publisher<ByteBuffer> publisher;

	private final int fragmentSize;

	private final ByteBufAllocator allocator;

	/** Items, and last the end: {@link #COMPLETE} or a {@link Throwable}. */
	private final Queue<Object> signals = new ConcurrentLinkedQueue<>();

	/** Items that were asked for and have not come. */
	private final AtomicInteger asked = new AtomicInteger();

	private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

	private volatile @Nullable Taker taker;

	/** Nothing more is expected: the end has come, or nobody wants to know. */
	private volatile boolean over;

	private @Nullable ByteBuffer item;

	PublishedItems(Flow.Publisher<ByteBuffer> publisher, int fragmentSize, ByteBufAllocator allocator) {
		this.publisher = publisher;
		this.fragmentSize = fragmentSize;
		this.allocator = allocator;
	}

	@Override
	public void start(Taker taker) {
		this.taker = taker;
		try {
			this.publisher.subscribe(this);
		}
		catch (Throwable ex) {
			end(ex);
		}
	}

	@Override
	public void onSubscribe(Flow.Subscription subscription) {
		if (!this.subscription.compareAndSet(null, subscription) || this.over) {
			subscription.cancel();
			return;
		}
		this.asked.set(AHEAD);
		subscription.request(AHEAD);
	}

	@Override
	public void onNext(ByteBuffer item) {
		Objects.requireNonNull(item, "item");
		if (this.asked.getAndDecrement() <= 0) {
			end(new IllegalStateException("The publisher published more than it was asked for"));
			return;
		}
		signal(item.duplicate());
	}

	@Override
	public void onError(Throwable error) {
		end(Objects.requireNonNull(error, "error"));
	}

	@Override
	public void onComplete() {
		end(COMPLETE);
	}

	private void end(Object signal) {
		signal(signal);
		this.over = true;
	}

	private void signal(Object signal) {
		Taker told = this.taker;
		if (!this.over && told != null) {
			this.signals.add(signal);
			told.ready();
		}
	}

	@Override
	public @Nullable OutgoingFragment next() throws Exception {
		ByteBuffer current = this.item;
		while (current == null || !current.hasRemaining()) {
			Object signal = this.signals.poll();
			if (signal == null) {
				this.item = null;
				return null;
			}
			if (signal == COMPLETE) {
				return OutgoingFragment.of(OutgoingFragment.room(this.allocator, 0), true);
			}
			if (signal instanceof Throwable failure) {
				Failures.rethrow(failure);
			}
			current = (ByteBuffer) signal;
			if (!current.hasRemaining()) {
				askForMore();
			}
		}
		this.item = current;
		return cut(current);
	}

	private OutgoingFragment cut(ByteBuffer current) {
		int length = Math.min(current.remaining(), this.fragmentSize);
		ByteBuf chunk = OutgoingFragment.room(this.allocator, length);
		chunk.writeBytes(current.slice(current.position(), length));
		current.position(current.position() + length);
		if (current.hasRemaining()) {
			return OutgoingFragment.of(chunk, false);
		}
		this.item = null;
		try {
			askForMore();
		}
		catch (Throwable ex) {
			chunk.release();
			throw ex;
		}
		boolean last = this.signals.peek() == COMPLETE;
		return OutgoingFragment.of(chunk, last);
	}

	private void askForMore() {
		Flow.Subscription current = this.subscription.get();
		if (current != null) {
			this.asked.getAndIncrement();
			current.request(1);
		}
	}

	@Override
	public void close() {
		this.over = true;
		this.item = null;
		this.signals.clear();
		Flow.Subscription current = this.subscription.get();
		if (current != null) {
			current.cancel();
		}
	}

}
