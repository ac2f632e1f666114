package io.aerosocket.telemetry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogGate}.
 */
class LogGateTests {

	@Test
	void opensOnceInAWhileAndCountsWhatItKeptOut() {
		LogGate gate = new LogGate();
		assertThat(gate.opens()).isTrue();
		assertThat(gate.leftOut()).isZero();
		for (int i = 0; i < 1_000; i++) {
			assertThat(gate.opens()).isFalse();
		}
		assertThat(gate.leftOut()).isEqualTo(1_000);
		assertThat(gate.leftOut()).as("counts anew").isZero();
	}

}
