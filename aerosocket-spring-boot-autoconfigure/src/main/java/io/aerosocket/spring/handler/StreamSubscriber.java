package io.aerosocket.spring.handler;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import io.aerosocket.Connection;

/**
 * Sends a publisher's elements to a connection. At most {@link #WINDOW} of them are
 * between the publisher and the network, so a slow peer slows the publisher down rather
 * than filling the connection's queue.
 */
final class StreamSubscriber implements Subscriber<Object> {

	/** Elements on their way at once: enough that their flushes overlap. */
	static final int WINDOW = 32;

	private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

	private final Connection connection;

	private final HandlerReply element;

	private final boolean many;

	private final boolean lasting;

	private volatile @Nullable Subscription subscription;

	StreamSubscriber(Connection connection, HandlerReply element, boolean many, boolean lasting) {
		this.connection = connection;
		this.element = element;
		this.many = many;
		this.lasting = lasting;
	}

	/**
	 * Returns the stage to wait for. To be called once, after subscribing.
	 * @return a stage, or {@code null} if everything has been sent already
	 */
	@Nullable CompletionStage<?> pending() {
		if (this.done.isDone() && !this.done.isCompletedExceptionally()) {
			return null;
		}
		if (!this.done.isDone()) {
			if (this.lasting && !this.many) {
				// It ends by itself, when the messages have.
				return this.done;
			}
			Runnable registration = OpenStreams.add(this.connection, this::cancel, this.lasting);
			return this.done.whenComplete((result, ex) -> registration.run());
		}
		return this.done;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (this.subscription != null || this.done.isDone()) {
			subscription.cancel();
			return;
		}
		this.subscription = subscription;
		subscription.request(this.many ? WINDOW : 1);
	}

	@Override
	public void onNext(Object value) {
		if (this.done.isDone()) {
			return;
		}
		try {
			if (!this.many) {
				sendSingle(value);
				return;
			}
			CompletionStage<?> flushed = this.element.sendAndFlush(this.connection, value);
			if (flushed == null) {
				next();
			}
			else {
				flushed.whenComplete((result, ex) -> next());
			}
		}
		catch (Throwable ex) {
			cancelSubscription();
			this.done.completeExceptionally(ex);
		}
	}

	@Override
	public void onError(Throwable error) {
		this.done.completeExceptionally(error);
	}

	@Override
	public void onComplete() {
		this.done.complete(null);
	}

	private void sendSingle(Object value) throws Exception {
		CompletionStage<?> sent = this.element.send(this.connection, value);
		if (sent == null) {
			this.done.complete(null);
		}
		else {
			sent.whenComplete((result, ex) -> complete(ex));
		}
	}

	private void complete(@Nullable Throwable error) {
		if (error != null) {
			this.done.completeExceptionally(error);
		}
		else {
			this.done.complete(null);
		}
	}

	// A message that a slow consumer's policy gave up counts as sent: the policy says so.
	private void next() {
		Subscription current = this.subscription;
		if (!this.connection.isOpen()) {
			afterTheEnd(current);
		}
		else if (current != null && !this.done.isDone()) {
			current.request(1);
		}
	}

	private void afterTheEnd(@Nullable Subscription current) {
		if (!this.lasting) {
			cancel();
		}
		else if (current != null && !this.done.isDone()) {
			// Nothing holds it back any more, so it must not be asked here: an endless
			// stream would take this thread for good.
			ForkJoinPool.commonPool().execute(() -> current.request(1));
		}
	}

	private void cancel() {
		cancelSubscription();
		this.done.complete(null);
	}

	private void cancelSubscription() {
		Subscription current = this.subscription;
		if (current != null) {
			current.cancel();
		}
	}

}
