package io.aerosocket.internal.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.ConnectionClosedException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutboundQueue}: its bound, and what threads do to each other.
 */
@Timeout(60)
class OutboundQueueTests {

	private static final int THREADS = 4;

	private final OutboundQueue queue = new OutboundQueue(null);

	@ParameterizedTest(name = "{0} of {1} wait: {2} more")
	@CsvSource({ "0, 100, 100, true", "0, 100, 101, true", "0, 100, 100000, true", "1, 100, 99, true",
			"1, 100, 100, false", "99, 100, 1, true", "99, 100, 2, false", "100, 100, 1, false", "100, 100, 0, true",
			"101, 100, 1, false", "1, 1, 1, false", "0, 1, 1, true" })
	void oneMessageMayOvershootAnEmptyQueueOnly(int waiting, int capacity, int size, boolean taken) {
		if (waiting > 0) {
			assertThat(this.queue.offer(message(waiting), capacity)).isTrue();
		}
		Outgoing message = message(size);
		assertThat(this.queue.offer(message, capacity)).isEqualTo(taken);
		assertThat(message.frame().refCnt()).as("refused or taken, it is not released").isEqualTo(1);
		assertThat(this.queue.bytes()).isEqualTo(waiting + (taken ? size : 0));
		if (!taken) {
			message.frame().release();
		}
		drain();
	}

	@Test
	void messagesWithoutBytesAreBoundedToo() {
		int taken = 0;
		Outgoing next = message(0);
		while (taken < 100_000 && this.queue.offer(next, 1 << 20)) {
			taken++;
			next = message(0);
		}
		assertThat(taken).isEqualTo((1 << 20) / 64);
		next.frame().release();
		drain();
		assertThat(this.queue.offer(message(1), 1 << 20)).isTrue();
		drain();
	}

	@Test
	void firstInFirstOut() {
		List<Outgoing> messages = List.of(message(1), message(2), message(3));
		messages.forEach((message) -> assertThat(this.queue.offer(message, 10)).isTrue());
		assertThat(this.queue.isEmpty()).isFalse();
		for (Outgoing message : messages) {
			Outgoing taken = this.queue.poll();
			assertThat(taken).isSameAs(message);
			taken.frame().release();
		}
		assertThat(this.queue.poll()).isNull();
		assertThat(this.queue.isEmpty()).isTrue();
		assertThat(this.queue.bytes()).isZero();
	}

	@Test
	void whatIsTakenOutMakesRoom() {
		assertThat(this.queue.offer(message(60), 100)).isTrue();
		Outgoing second = message(60);
		assertThat(this.queue.offer(second, 100)).isFalse();
		this.queue.poll().frame().release();
		assertThat(this.queue.offer(second, 100)).isTrue();
		drain();
	}

	@Test
	void aMessageThatIsGivenUpTellsWhoeverWaits() {
		CompletableFuture<Void> flushed = new CompletableFuture<>();
		Outgoing message = new Outgoing(Unpooled.buffer().writeZero(3), 1, flushed);
		assertThat(message.wireBytes()).isEqualTo(3);
		message.drop("id7");
		assertThat(message.frame().refCnt()).isZero();
		assertThat(flushed).completesExceptionallyWithin(Duration.ZERO)
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(ConnectionClosedException.class)
			.withMessageContaining("id7");
		Outgoing unheard = message(3);
		unheard.drop("id7");
		assertThat(unheard.frame().refCnt()).isZero();
	}

	@Test
	void aNewerMessageTakesThePlaceOfOneWithItsKey() {
		Outgoing first = message(10);
		Outgoing other = message(20);
		Outgoing newer = message(50);
		assertThat(this.queue.offer("a", first, 100)).isNull();
		assertThat(this.queue.offer("b", other, 100)).isNull();
		assertThat(this.queue.offer("a", newer, 100)).isSameAs(first);
		assertThat(this.queue.bytes()).isEqualTo(70);
		Outgoing tooLarge = message(81);
		assertThat(this.queue.offer("a", tooLarge, 100)).as("no room, even in its place").isSameAs(tooLarge);
		Outgoing another = message(31);
		assertThat(this.queue.offer("c", another, 100)).isSameAs(another);
		assertThat(this.queue.poll()).as("in the place of the first").isSameAs(newer);
		assertThat(this.queue.offer("a", first, 100)).as("which is taken once").isNull();
		assertThat(this.queue.poll()).isSameAs(other);
		assertThat(this.queue.poll()).isSameAs(first);
		assertThat(this.queue.poll()).isNull();
		assertThat(this.queue.bytes()).isZero();
		List.of(first, other, newer, tooLarge, another).forEach((message) -> message.frame().release());
	}

	@Test
	void ofEachKeyTheLastArrivesWhateverThreadsDo() throws Exception {
		int each = 20_000;
		AtomicInteger replaced = new AtomicInteger();
		AtomicBoolean producing = new AtomicBoolean(true);
		int[] last = new int[THREADS];
		AtomicInteger taken = new AtomicInteger();
		Thread consumer = new Thread(() -> {
			while (producing.get() || !this.queue.isEmpty()) {
				Outgoing message = this.queue.poll();
				if (message != null) {
					int thread = message.payloadBytes() / each;
					assertThat(message.payloadBytes() % each).isGreaterThanOrEqualTo(last[thread]);
					last[thread] = message.payloadBytes() % each;
					taken.incrementAndGet();
					message.frame().release();
				}
			}
		});
		consumer.start();
		inThreads((thread) -> {
			for (int i = 0; i < each; i++) {
				Outgoing before = this.queue.offer(thread, new Outgoing(bytes(10), thread * each + i, null), 1 << 20);
				if (before != null) {
					replaced.incrementAndGet();
					before.frame().release();
				}
			}
		});
		producing.set(false);
		consumer.join();
		assertThat(last).containsOnly(each - 1);
		assertThat(taken.get() + replaced.get()).isEqualTo(THREADS * each);
		assertThat(this.queue.bytes()).isZero();
	}

	@Test
	void eachThreadsMessagesStayInOrderAndNoneIsLost() throws Exception {
		int each = 20_000;
		AtomicBoolean producing = new AtomicBoolean(true);
		List<Integer> taken = new ArrayList<>();
		Thread consumer = new Thread(() -> {
			while (producing.get() || !this.queue.isEmpty()) {
				Outgoing message = this.queue.poll();
				if (message != null) {
					taken.add(message.payloadBytes());
					message.frame().release();
				}
			}
		});
		consumer.start();
		AtomicInteger accepted = new AtomicInteger();
		inThreads((thread) -> {
			for (int i = 0; i < each; i++) {
				Outgoing message = new Outgoing(bytes(10), thread * each + i, null);
				if (this.queue.offer(message, 5_000)) {
					accepted.incrementAndGet();
				}
				else {
					message.frame().release();
				}
			}
		});
		producing.set(false);
		consumer.join(TimeUnit.SECONDS.toMillis(30));
		assertThat(taken).hasSize(accepted.get()).doesNotHaveDuplicates();
		for (int thread = 0; thread < THREADS; thread++) {
			int number = thread;
			assertThat(taken).filteredOn((value) -> value / each == number).isSorted();
		}
		assertThat(this.queue.bytes()).isZero();
	}

	@Test
	void theBoundHoldsWhateverThreadsDo() throws Exception {
		AtomicInteger accepted = new AtomicInteger();
		inThreads((thread) -> {
			for (int i = 0; i < 5_000; i++) {
				Outgoing message = message(7);
				if (this.queue.offer(message, 1_000)) {
					accepted.incrementAndGet();
				}
				else {
					message.frame().release();
				}
			}
		});
		assertThat(this.queue.bytes()).isEqualTo(7L * accepted.get()).isLessThanOrEqualTo(1_000);
		assertThat(accepted.get()).as("as many as there is room for").isEqualTo(1_000 / 7);
		drain();
	}

	@Test
	void aMessageThatIsRefusedTakesNoRoomFromAnother() throws Exception {
		this.queue.offer(message(50), 100);
		AtomicBoolean running = new AtomicBoolean(true);
		Outgoing large = message(1_000);
		Thread other = new Thread(() -> {
			while (running.get()) {
				this.queue.offer(large, 100);
			}
		});
		other.start();
		int refused = 0;
		for (int i = 0; i < 300_000; i++) {
			Outgoing small = message(10);
			if (this.queue.offer(small, 100)) {
				this.queue.poll().frame().release();
			}
			else {
				refused++;
				small.frame().release();
			}
		}
		running.set(false);
		other.join(TimeUnit.SECONDS.toMillis(30));
		large.frame().release();
		drain();
		assertThat(refused).as("small messages refused though 40 bytes were free").isZero();
	}

	private void drain() {
		for (Outgoing message = this.queue.poll(); message != null; message = this.queue.poll()) {
			assertThat(message.frame().release()).isTrue();
		}
		assertThat(this.queue.bytes()).isZero();
	}

	private static void inThreads(IntConsumer work) throws InterruptedException {
		CountDownLatch start = new CountDownLatch(1);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int number = i;
			Thread thread = new Thread(() -> {
				try {
					start.await();
				}
				catch (InterruptedException ex) {
					return;
				}
				work.accept(number);
			});
			thread.start();
			threads.add(thread);
		}
		start.countDown();
		for (Thread thread : threads) {
			thread.join(TimeUnit.SECONDS.toMillis(30));
			assertThat(thread.isAlive()).isFalse();
		}
	}

	private static Outgoing message(int bytes) {
		return new Outgoing(bytes(bytes), bytes, null);
	}

	private static ByteBuf bytes(int count) {
		return Unpooled.buffer(Math.max(1, count)).writeZero(count);
	}

}
