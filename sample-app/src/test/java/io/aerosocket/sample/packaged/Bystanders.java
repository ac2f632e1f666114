package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Peers that are not meant, and are answered all the time: each sends a number, and the
 * next one when it comes back.
 */
final class Bystanders implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final AtomicInteger ended = new AtomicInteger();

	private final AtomicInteger wrongAnswers = new AtomicInteger();

	private final AtomicInteger resting = new AtomicInteger();

	private final AtomicLong[] answers;

	private volatile boolean rest;

	private final Swarm swarm;

	Bystanders(int port, int count) throws IOException {
		this(port, InetAddress.getLoopbackAddress().getHostAddress(), count);
	}

	Bystanders(int port, String address, int count) throws IOException {
		this(new InetSocketAddress(address, port), count);
	}

	Bystanders(InetSocketAddress server, int count) throws IOException {
		this.answers = new AtomicLong[count];
		this.swarm = new Swarm(server, "/echo", count, (number) -> {
			this.answers[number] = new AtomicLong();
			return new Script(this.answers[number]);
		}).start();
	}

	/**
	 * Waits for something that may take a while on a slow machine.
	 * @param what what is waited for
	 * @return to be told how to see it
	 */
	static ConditionFactory await(String what) {
		return Awaitility.await(what).atMost(DEADLINE);
	}

	/**
	 * Waits until each of them was answered a few times more.
	 */
	void awaitProgress() {
		long[] before = new long[this.answers.length];
		for (int i = 0; i < before.length; i++) {
			before[i] = this.answers[i].get();
		}
		await("all peers are answered")
			.until(() -> IntStream.range(0, before.length).allMatch((i) -> this.answers[i].get() > before[i] + 2));
	}

	/**
	 * Has them ask no more, and waits for what they have asked.
	 * @return how many messages they sent, as many as were answered
	 */
	long rest() {
		this.rest = true;
		await("the last answers").until(() -> this.resting.get() == this.answers.length);
		return Arrays.stream(this.answers).mapToLong(AtomicLong::get).sum();
	}

	int ended() {
		return this.ended.get();
	}

	int wrongAnswers() {
		return this.wrongAnswers.get();
	}

	/**
	 * Checks that nobody ended, and that nobody was answered with anything else than what
	 * comes next.
	 */
	void assertUndisturbed() {
		assertThat(this.ended).as("bystanders that ended").hasValue(0);
		assertThat(this.wrongAnswers).as("answers that were lost, doubled or changed").hasValue(0);
	}

	@Override
	public void close() {
		this.swarm.close();
	}

	private final class Script implements SwarmClient.Script {

		private final AtomicLong answered;

		Script(AtomicLong answered) {
			this.answered = answered;
		}

		@Override
		public void opened(SwarmClient client) throws IOException {
			client.send("0");
		}

		@Override
		public void text(SwarmClient client, String text) throws IOException {
			if (!text.equals(String.valueOf(this.answered.get()))) {
				Bystanders.this.wrongAnswers.incrementAndGet();
			}
			long next = this.answered.incrementAndGet();
			if (Bystanders.this.rest) {
				Bystanders.this.resting.incrementAndGet();
			}
			else {
				client.send(String.valueOf(next));
			}
		}

		@Override
		public void ended(int code, IOException error) {
			Bystanders.this.ended.incrementAndGet();
		}

	}

}
