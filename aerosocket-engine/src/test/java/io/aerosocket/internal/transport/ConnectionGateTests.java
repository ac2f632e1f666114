package io.aerosocket.internal.transport;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionGate}.
 */
class ConnectionGateTests {

	private static final int WAITING_ROOM = 256;

	private final AtomicInteger open = new AtomicInteger();

	@Test
	void isFullAtItsLimit() {
		ConnectionGate gate = new ConnectionGate(() -> 2, this.open::get);
		assertThat(gate.isFull()).isFalse();
		this.open.set(1);
		assertThat(gate.isFull()).isFalse();
		this.open.set(2);
		assertThat(gate.isFull()).isTrue();
	}

	@Test
	void letsSomeMoreInForAProperAnswer() {
		ConnectionGate gate = new ConnectionGate(() -> 2, this.open::get);
		this.open.set(2);
		for (int i = 0; i < WAITING_ROOM; i++) {
			assertThat(gate.enter()).isTrue();
		}
		assertThat(gate.enter()).isFalse();
		assertThat(gate.handshaking()).as("also who was not let in leaves").isEqualTo(WAITING_ROOM + 1);
		gate.leave();
		gate.leave();
		assertThat(gate.enter()).isTrue();
	}

	@Test
	void theLargestLimitDoesNotOverflow() {
		ConnectionGate gate = new ConnectionGate(() -> Integer.MAX_VALUE, this.open::get);
		this.open.set(Integer.MAX_VALUE - 1);
		assertThat(gate.enter()).isTrue();
		assertThat(gate.isFull()).isFalse();
	}

}
