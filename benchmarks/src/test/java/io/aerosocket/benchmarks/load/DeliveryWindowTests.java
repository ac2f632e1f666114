package io.aerosocket.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeliveryWindow}: two receivers, room for three messages.
 */
class DeliveryWindowTests {

	private final DeliveryWindow window = new DeliveryWindow(3, 2);

	private final List<Long> completed = new ArrayList<>();

	@Test
	void aMessageLeavesWhenEverybodyHasIt() {
		this.window.sent(3, 10);
		assertThat(this.window.room()).isZero();
		this.window.received(0, 3, 15, this.completed::add);
		assertThat(this.window.room()).isZero();
		this.window.received(0, 1, 17, this.completed::add);
		assertThat(this.window.room()).isEqualTo(1);
		this.window.received(1, 2, 20, this.completed::add);
		assertThat(this.window.room()).isEqualTo(3);
		assertThat(this.completed).containsExactly(7L, 10L, 10L);
	}

	@Test
	void roomIsUsedAgain() {
		for (int i = 0; i < 10; i++) {
			this.window.sent(1, i);
			this.window.received(i, 1, i + 1, this.completed::add);
			this.window.received(i, 1, i + 2, this.completed::add);
		}
		assertThat(this.completed).hasSize(10).containsOnly(2L);
		assertThat(this.window.room()).isEqualTo(3);
	}

	@Test
	void refusesMoreThanWasSent() {
		this.window.sent(1, 0);
		assertThatExceptionOfType(LoadException.class)
			.isThrownBy(() -> this.window.received(0, 2, 1, this.completed::add))
			.withMessage("fan-out: message 2 of 1 that were sent (expected: each once)");
	}

}
