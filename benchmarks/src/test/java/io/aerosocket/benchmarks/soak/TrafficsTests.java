package io.aerosocket.benchmarks.soak;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import io.aerosocket.benchmarks.peer.EnginePeer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Traffics}: each kind runs against the engine, and leaves nothing open.
 */
class TrafficsTests {

	static final List<Traffic> kinds = Stream
		.<Traffic>of(Traffics::echo, Traffics::broadcast, Traffics::slowReader, Traffics::killedPeers, Traffics::storm,
				Traffics::deflate)
		.toList();

	@ParameterizedTest
	@FieldSource("kinds")
	void leavesNothingOpen(Traffic traffic) throws Exception {
		try (EnginePeer engine = EnginePeer.start()) {
			traffic.run(new Clients(engine.port(), new Tally()));
			while (engine.counters().get("open") + engine.counters().get("handshaking") > 0) {
				Thread.onSpinWait();
			}
			assertThat(engine.counters()).containsEntry("errors", 0L).containsEntry("queued", 0L);
		}
	}

	@Test
	void refusalsAreFailures() throws Exception {
		try (EnginePeer engine = EnginePeer.start()) {
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> new Clients(engine.port(), new Tally()).open("/nowhere"))
				.withMessageStartingWith("handshake: HTTP/1.1 404");
		}
	}

}
