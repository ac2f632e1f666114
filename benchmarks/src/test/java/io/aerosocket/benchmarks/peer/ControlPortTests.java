package io.aerosocket.benchmarks.peer;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.aerosocket.benchmarks.load.ServerControl;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ControlPort}.
 */
class ControlPortTests {

	@Test
	void tellsMemoryAndCountersAndNothingElse() throws Exception {
		try (ControlPort port = ControlPort.open(0, () -> Map.of("open", 3L))) {
			ServerControl control = new ServerControl(port.port());
			assertThat(control.ask("counters")).isEqualTo(Map.of("open", 3L));
			assertThat(control.ask("memory")).containsOnlyKeys("heap", "direct", "resident", "threads")
				.hasEntrySatisfying("heap", (bytes) -> assertThat(bytes).isPositive());
			assertThat(control.ask("everything")).isEmpty();
		}
	}

}
