package io.aerosocket.spring.observation;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * A publisher whose end is told: that it completed, failed, or was cancelled. Told once,
 * on whichever thread it ends.
 *
 * @param <T> what it publishes
 */
final class ObservedPublisher<T> implements Publisher<T> {

	private final Publisher<T> source;

	private final Consumer<@Nullable Throwable> end;

	private final AtomicBoolean ended = new AtomicBoolean();

	private ObservedPublisher(Publisher<T> source, Consumer<@Nullable Throwable> end) {
		this.source = source;
		this.end = end;
	}

	/**
	 * Has the end of what a method returned told, if that is something that publishes.
	 * @param result what it returned
	 * @param end hears what it failed with, or {@code null}
	 * @return the same to be subscribed to, of the same reactive type, or {@code null} if
	 * it is something else
	 */
	static @Nullable Object observe(@Nullable Object result, Consumer<@Nullable Throwable> end) {
		ReactiveAdapter adapter = (result != null)
				? ReactiveAdapterRegistry.getSharedInstance().getAdapter(null, result) : null;
		return (adapter != null)
				? adapter.fromPublisher(new ObservedPublisher<>(adapter.<Object>toPublisher(result), end)) : null;
	}

	@Override
	public void subscribe(Subscriber<? super T> subscriber) {
		this.source.subscribe(new Observer(subscriber));
	}

	private void end(@Nullable Throwable error) {
		if (!this.ended.getAndSet(true)) {
			this.end.accept(error);
		}
	}

	/**
	 * Hears everything between the publisher and whoever subscribed.
	 */
	private final class Observer implements Subscriber<T>, Subscription {

		private final Subscriber<? super T> subscriber;

		private @Nullable Subscription subscription;

		Observer(Subscriber<? super T> subscriber) {
			this.subscriber = subscriber;
		}

		@Override
		public void onSubscribe(Subscription subscribed) {
			this.subscription = subscribed;
			this.subscriber.onSubscribe(this);
		}

		@Override
		public void onNext(T item) {
			this.subscriber.onNext(item);
		}

		@Override
		public void onError(Throwable error) {
			end(error);
			this.subscriber.onError(error);
		}

		@Override
		public void onComplete() {
			end(null);
			this.subscriber.onComplete();
		}

		@Override
		public void request(long items) {
			if (this.subscription != null) {
				this.subscription.request(items);
			}
		}

		@Override
		public void cancel() {
			end(null);
			if (this.subscription != null) {
				this.subscription.cancel();
			}
		}

	}

}
