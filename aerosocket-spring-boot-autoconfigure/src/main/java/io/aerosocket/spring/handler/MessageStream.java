package io.aerosocket.spring.handler;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The messages of one connection as they arrive, for one subscriber. A message that
 * nobody has asked for keeps the connection's next ones waiting, so that a slow
 * subscriber slows the peer down.
 */
final class MessageStream implements Publisher<Object>, Subscription {

	private final AtomicLong requested = new AtomicLong();

	// How often there was something to do since somebody began to do it.
	private final AtomicInteger work = new AtomicInteger();

	private volatile @Nullable Subscriber<? super Object> subscriber;

	private volatile @Nullable Waiting waiting;

	private volatile @Nullable Ending ending;

	private volatile boolean subscribed;

	private volatile boolean cancelled;

	@Override
	public void subscribe(Subscriber<? super Object> subscriber) {
		boolean first;
		synchronized (this) {
			first = this.subscriber == null;
			if (first) {
				this.subscriber = subscriber;
			}
		}
		if (first) {
			subscriber.onSubscribe(this);
			this.subscribed = true;
			deliver();
		}
		else {
			subscriber.onSubscribe(new Refused());
			subscriber
				.onError(new IllegalStateException("The messages of a connection can be subscribed to once only"));
		}
	}

	/**
	 * Offers a message. To be called again only when it was taken.
	 * @param element what was read out of the message
	 * @return completes when it was taken, or {@code null} if it was taken at once
	 */
	@Nullable CompletionStage<?> offer(Object element) {
		if (this.cancelled) {
			return null;
		}
		Waiting offered = new Waiting(element, new CompletableFuture<>());
		this.waiting = offered;
		deliver();
		CompletableFuture<?> taken = offered.taken();
		return (taken.isDone() && !taken.isCompletedExceptionally()) ? null : taken;
	}

	/**
	 * Ends the stream, behind what was offered.
	 * @param error why it is not complete, or {@code null} if it is
	 */
	void end(@Nullable Throwable error) {
		this.ending = new Ending(error);
		deliver();
	}

	@Override
	public void request(long count) {
		if (count <= 0) {
			end(new IllegalArgumentException("request: " + count + " (expected: 1 and more)"));
			return;
		}
		this.requested.accumulateAndGet(count,
				(had, more) -> (had > Long.MAX_VALUE - more) ? Long.MAX_VALUE : had + more);
		deliver();
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		deliver();
	}

	// By one thread at a time, and not by itself again from within.
	private void deliver() {
		if (this.work.getAndIncrement() != 0) {
			return;
		}
		int done = 1;
		while (done != 0) {
			boolean more = true;
			while (more) {
				more = deliverNext();
			}
			done = this.work.addAndGet(-done);
		}
	}

	private boolean deliverNext() {
		if (this.cancelled) {
			discard();
			return false;
		}
		Subscriber<? super Object> to = this.subscriber;
		if (to == null || !this.subscribed) {
			return false;
		}
		Waiting next = this.waiting;
		if (next != null) {
			return this.requested.get() > 0 && deliver(next, to);
		}
		Ending end = this.ending;
		if (end != null) {
			this.cancelled = true;
			finish(end, to);
		}
		return false;
	}

	private boolean deliver(Waiting next, Subscriber<? super Object> to) {
		this.waiting = null;
		this.requested.updateAndGet((count) -> (count == Long.MAX_VALUE) ? count : count - 1);
		try {
			to.onNext(next.element());
		}
		catch (Throwable ex) {
			this.cancelled = true;
			next.taken().completeExceptionally(ex);
			return false;
		}
		next.taken().complete(null);
		return true;
	}

	private static void finish(Ending end, Subscriber<? super Object> to) {
		if (end.error() != null) {
			to.onError(end.error());
		}
		else {
			to.onComplete();
		}
	}

	private void discard() {
		Waiting next = this.waiting;
		if (next != null) {
			this.waiting = null;
			next.taken().complete(null);
		}
	}

	/**
	 * A message that waits to be taken.
	 *
	 * @param element what was read out of it
	 * @param taken completes when it was taken
	 */
	private record Waiting(Object element, CompletableFuture<@Nullable Void> taken) {

	}

	/**
	 * The end of the stream.
	 *
	 * @param error why it is not complete, or {@code null} if it is
	 */
	private record Ending(@Nullable Throwable error) {

	}

	/**
	 * The subscription of one that came too late.
	 */
	private static final class Refused implements Subscription {

		@Override
		public void request(long count) {
		}

		@Override
		public void cancel() {
		}

	}

}
