package io.aerosocket.sample.live;

import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineSnapshot;
import io.aerosocket.telemetry.LoopCounters;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Sampler}.
 */
class SamplerTests {

	private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

	private final HandlingTimes times = new HandlingTimes();

	private final Sampler sampler = new Sampler(this.times);

	private final EngineCounters counters = new EngineCounters();

	private final LoopCounters loop = this.counters.addLoop();

	@Test
	void ratesAreForEachSecondSinceTheLastLook() {
		sample(START);
		for (int i = 0; i < 10; i++) {
			this.loop.connectionOpened();
			this.loop.messageReceived(100);
			this.loop.messageSent(300);
		}
		this.loop.connectionClosed();
		LiveEvent.Moment moment = sample(START.plusSeconds(2));
		assertThat(moment.number()).isOne();
		assertThat(moment.connections().open()).isEqualTo(9);
		assertThat(moment.rates()).isEqualTo(new LiveEvent.Rates(5, 0.5, 5, 5, 500, 1500));
	}

	@Test
	void theFirstLookHasNoRates() {
		this.loop.connectionOpened();
		assertThat(sample(START).rates()).isEqualTo(new LiveEvent.Rates(0, 0, 0, 0, 0, 0));
	}

	@Test
	void onlyWhatHasHappenedIsTold() {
		this.counters.closed(1000);
		this.counters.closed(1000);
		this.counters.refused(RefusalReason.ORIGIN);
		LiveEvent.Totals totals = sample(START).totals();
		assertThat(totals.closes()).containsExactly(Map.entry("1000", 2L));
		assertThat(totals.refusals()).containsExactly(Map.entry("origin", 1L));
		assertThat(totals.drops()).isEmpty();
	}

	@Test
	void percentilesAreOfTheLastTenLooks() {
		this.times.count(5000);
		for (int i = 0; i < 10; i++) {
			assertThat(sample(START.plusSeconds(i)).handling()).isNotNull();
		}
		assertThat(sample(START.plusSeconds(10)).handling()).isNull();
	}

	private LiveEvent.Moment sample(Instant at) {
		EngineSnapshot snapshot = this.counters.snapshot(0, 0);
		return this.sampler.sample(at, snapshot, Map.of());
	}

}
