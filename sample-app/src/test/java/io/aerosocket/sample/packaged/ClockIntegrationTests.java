package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What the packaged application does when its clock leaps forward an hour, and back. The
 * outcomes are listed in docs/reliability.md.
 */
class ClockIntegrationTests {

	private static final Duration LEAP = Duration.ofHours(1);

	private static final int OTHERS = 50;

	private static final int SILENT = 50;

	private static final int MESSAGES_PER_SECOND = 50;

	private static final Pattern TIME = Pattern.compile("\"at\":\"([^\"]+)\"");

	@Test
	void aClockThatLeapsAnHourAndBackClosesNobody() throws Exception {
		Optional<Path> library = library();
		assumeThat(library).as("libfaketime, which is missing here (package faketime)").isPresent();
		// The clock leaps at a time of its own: later, and for longer, on slow machines.
		int seconds = 10;
		while (!leaps(library.orElseThrow(), seconds)) {
			seconds *= 2;
			assertThat(seconds).as("seconds to start in").isLessThan(100);
		}
	}

	// False if the clock had leapt before all were there, or back before all was seen.
	private static boolean leaps(Path library, int seconds) throws IOException {
		Ticker ticker = new Ticker();
		AtomicInteger ended = new AtomicInteger();
		long began = System.nanoTime();
		try (SampleProcess sample = start(library, seconds);
				Swarm watching = new Swarm(sample.socketPort(), "/ticker", 1, (number) -> ticker);
				Swarm silent = new Swarm(sample.socketPort(), "/echo", SILENT, (number) -> new Silent(ended));
				Bystanders others = new Bystanders(sample.socketPort(), OTHERS)) {
			long connecting = System.nanoTime();
			watching.start();
			silent.start();
			others.awaitProgress();
			Bystanders.await("all are there")
				.until(() -> Meters.of(sample).sum("connections") == 1 + SILENT + OTHERS && ticker.at != null);
			if (since(began).toSeconds() >= seconds || ticker.wasAhead) {
				return false;
			}
			Bystanders.await("the clock leaps").until(() -> ticker.wasAhead);
			awaitLife(sample, others);
			if (!changedAt(sample, "1000").isAfter(Instant.now().plus(LEAP.dividedBy(2)))) {
				return false;
			}
			Bystanders.await("the clock leaps back").until(() -> !ticker.isAhead());
			awaitLife(sample, others);
			assertThat(changedAt(sample, "1001")).isBefore(Instant.now().plus(LEAP.dividedBy(2)));
			long answers = others.rest();
			Duration elapsed = since(connecting);
			// With the burst of one second, and the second that was cut off.
			long most = OTHERS * MESSAGES_PER_SECOND * (elapsed.toSeconds() + 2);
			System.out.printf("The clock leapt an hour and back: %d messages in %d ms, of %d that the rate allows%n",
					answers, elapsed.toMillis(), most);
			assertThat(answers).isLessThanOrEqualTo(most);
			others.assertUndisturbed();
			assertThat(ended).hasValue(0);
			Meters meters = Meters.of(sample);
			assertThat(meters.sum("connections")).isEqualTo(1 + SILENT + OTHERS);
			assertThat(meters.sum("closes_total")).isZero();
			assertThat(meters.sum("connections_expired_total")).isZero();
			assertThat(meters.sum("handling_seconds_max")).isLessThan(LEAP.toSeconds());
			assertThat(meters.sum("loop_lag_seconds_max")).isLessThan(LEAP.toSeconds());
			assertThat(sample.output()).doesNotContain(" ERROR ").doesNotContain("kept busy");
			return true;
		}
	}

	private static Duration since(long nanos) {
		return Duration.ofNanos(System.nanoTime() - nanos);
	}

	private static SampleProcess start(Path library, int seconds) throws IOException {
		// Only the wall clock: what waits in the JVM asks the monotonic one.
		Map<String, String> environment = Map.of("LD_PRELOAD", library.toString(), "FAKETIME",
				"+" + LEAP.toSeconds() + "s", "FAKETIME_START_AFTER_SECONDS", String.valueOf(seconds),
				"FAKETIME_STOP_AFTER_SECONDS", String.valueOf(seconds + seconds / 2), "FAKETIME_DONT_FAKE_MONOTONIC",
				"1", "FAKETIME_FORCE_MONOTONIC_FIX", "0", "NO_FAKE_STAT", "1");
		return SampleProcess.start("clock", environment, List.of(), List.of("-jar", SampleProcess.jar()),
				List.of("--aerosocket.server.heartbeat.interval=1s", "--aerosocket.server.heartbeat.timeout=1s",
						"--aerosocket.server.idle-timeout=10m", "--aerosocket.server.connection.max-age=10m",
						"--aerosocket.server.rate-limit.messages-per-second=" + MESSAGES_PER_SECOND,
						"--aerosocket.server.rate-limit.policy=delay",
						"--management.endpoints.web.exposure.include=*"));
	}

	// Messages go on, and so do heartbeats.
	private static void awaitLife(SampleProcess sample, Bystanders others) {
		others.awaitProgress();
		long pongs = Meters.of(sample).sum("ping_seconds_count");
		Bystanders.await("silent peers are asked for life")
			.until(() -> Meters.of(sample).sum("ping_seconds_count") >= pongs + SILENT);
		others.awaitProgress();
	}

	// What the audit says.
	private static Instant changedAt(SampleProcess sample, String connections) {
		sample.change("connection.max", connections);
		Pattern event = Pattern.compile("\"timestamp\":\"([^\"]+)\",.*\"after\":\"" + connections + "\"");
		Bystanders.await("the event").until(() -> event.matcher(sample.output()).find());
		return event.matcher(sample.output())
			.results()
			.map((line) -> Instant.parse(line.group(1)))
			.findFirst()
			.orElseThrow();
	}

	private static Optional<Path> library() {
		return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
			.map((system) -> Path.of("/usr/lib", system, "faketime", "libfaketimeMT.so.1"))
			.filter(Files::exists)
			.findFirst();
	}

	/**
	 * Is told the application's time again and again.
	 */
	private static final class Ticker implements SwarmClient.Script {

		private volatile Instant at;

		private volatile boolean wasAhead;

		boolean isAhead() {
			return this.at.isAfter(Instant.now().plus(LEAP.dividedBy(2)));
		}

		@Override
		public void opened(SwarmClient client) {
			// Prices come by themselves.
		}

		@Override
		public void text(SwarmClient client, String text) {
			Matcher time = TIME.matcher(text);
			if (time.find()) {
				this.at = Instant.parse(time.group(1));
				this.wasAhead |= isAhead();
			}
		}

		@Override
		public void ended(int code, IOException error) {
			throw new IllegalStateException("closed with " + code, error);
		}

	}

	private record Silent(AtomicInteger ended) implements SwarmClient.Script {

		@Override
		public void opened(SwarmClient client) {
			// Says nothing.
		}

		@Override
		public void text(SwarmClient client, String text) {
			throw new IllegalStateException(text);
		}

		@Override
		public void ended(int code, IOException error) {
			this.ended.incrementAndGet();
		}

	}

}
