package io.aerosocket.spring.handler;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

class MessageStreamTests {

	private final MessageStream stream = new MessageStream();

	private final Recorder recorder = new Recorder();

	@Test
	void whatWasAskedForIsTakenAtOnce() {
		this.stream.subscribe(this.recorder);
		this.recorder.request(2);
		assertThat(this.stream.offer("a")).isNull();
		assertThat(this.stream.offer("b")).isNull();
		CompletionStage<?> waiting = this.stream.offer("c");
		assertThat(waiting).isNotNull();
		assertThat(this.recorder.seen).containsExactly("a", "b");
		this.recorder.request(1);
		assertThat(waiting.toCompletableFuture()).isCompleted();
		assertThat(this.recorder.seen).containsExactly("a", "b", "c");
	}

	@Test
	void whatIsOfferedBeforeTheSubscriptionWaits() {
		CompletionStage<?> waiting = this.stream.offer("a");
		this.stream.subscribe(this.recorder);
		assertThat(waiting.toCompletableFuture()).isNotCompleted();
		this.recorder.request(1);
		assertThat(waiting.toCompletableFuture()).isCompleted();
	}

	@Test
	void endsBehindWhatWasOffered() {
		this.stream.subscribe(this.recorder);
		this.stream.offer("a");
		this.stream.end(null);
		assertThat(this.recorder.seen).isEmpty();
		this.recorder.request(Long.MAX_VALUE);
		assertThat(this.recorder.seen).containsExactly("a", "complete");
	}

	@Test
	void endsWithoutBeingAsked() {
		this.stream.subscribe(this.recorder);
		this.stream.end(new IllegalStateException("gone"));
		assertThat(this.recorder.seen).containsExactly("gone");
	}

	@Test
	void afterACancelEverythingIsIgnored() {
		this.stream.subscribe(this.recorder);
		CompletionStage<?> waiting = this.stream.offer("a");
		this.recorder.cancel();
		assertThat(waiting.toCompletableFuture()).isCompleted();
		assertThat(this.stream.offer("b")).isNull();
		this.stream.end(null);
		assertThat(this.recorder.seen).isEmpty();
	}

	@Test
	void aSecondSubscriberIsRefused() {
		this.stream.subscribe(this.recorder);
		Recorder second = new Recorder();
		this.stream.subscribe(second);
		assertThat(second.seen).containsExactly("The messages of a connection can be subscribed to once only");
	}

	@Test
	void aSubscriberThatThrowsFailsTheMessage() {
		this.stream.subscribe(new Recorder() {

			@Override
			protected void hookOnNext(Object value) {
				throw new LinkageError("subscriber");
			}

		});
		CompletionStage<?> waiting = this.stream.offer("a");
		this.stream.request(1);
		assertThat(waiting.toCompletableFuture()).isCompletedExceptionally();
		assertThat(this.stream.offer("b")).isNull();
	}

	@RepeatedTest(20)
	void nothingIsLostHoweverThreadsMeet() throws Exception {
		this.stream.subscribe(this.recorder);
		Thread asking = new Thread(() -> {
			for (int i = 0; i < 1000; i++) {
				this.recorder.request(1);
			}
		});
		asking.start();
		List<Object> offered = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			offered.add(i);
			CompletionStage<?> taken = this.stream.offer(i);
			if (taken != null) {
				taken.toCompletableFuture().get(10, TimeUnit.SECONDS);
			}
		}
		this.stream.end(null);
		asking.join();
		offered.add("complete");
		assertThat(this.recorder.seen).isEqualTo(offered);
	}

	@Test
	void aFluxOfIt() {
		List<Object> seen = new ArrayList<>();
		Flux.from(this.stream).take(2).subscribe(seen::add);
		for (int i = 0; i < 5; i++) {
			assertThat(this.stream.offer(i)).isNull();
		}
		assertThat(seen).containsExactly(0, 1);
	}

	private static class Recorder extends BaseSubscriber<Object> {

		final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			// Asks when the test says so.
		}

		@Override
		protected void hookOnNext(Object value) {
			this.seen.add(value);
		}

		@Override
		protected void hookOnComplete() {
			this.seen.add("complete");
		}

		@Override
		protected void hookOnError(Throwable error) {
			this.seen.add(String.valueOf(error.getMessage()));
		}

	}

}
