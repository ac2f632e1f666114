package io.aerosocket.internal.flight;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FlightRecorder}.
 */
class FlightRecorderTests {

	private static final int CALLS = 10_000;

	@Test
	void nothingIsMadeWhileNobodyRecords() {
		assertThat(FlightRecorder.callBegins()).isNull();
		assertThat(FlightRecorder.handshakeBegins()).isNull();
		assertThat(allocated()).as("bytes for %d calls", CALLS).isLessThan(CALLS);
	}

	@Test
	void nothingIsMadeForARecordingOfSomethingElse() {
		try (Recording recording = new Recording()) {
			recording.enable("jdk.CPULoad");
			recording.disable("io.aerosocket.SlowHandler");
			recording.disable("io.aerosocket.Handshake");
			recording.start();
			assertThat(FlightRecorder.callBegins()).isNull();
			assertThat(FlightRecorder.handshakeBegins()).isNull();
			recording.enable("io.aerosocket.SlowHandler");
			assertThat(FlightRecorder.callBegins()).isNotNull();
		}
	}

	private static long allocated() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long before = threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < CALLS; i++) {
			FlightRecorder.callBegins();
		}
		return threads.getCurrentThreadAllocatedBytes() - before;
	}

}
