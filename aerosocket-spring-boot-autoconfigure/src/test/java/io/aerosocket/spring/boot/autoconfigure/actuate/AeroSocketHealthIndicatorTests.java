package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.net.InetSocketAddress;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import io.aerosocket.Connections;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.ServerOptions;
import io.aerosocket.telemetry.AdmissionTotals;
import io.aerosocket.telemetry.EngineSnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link AeroSocketHealthIndicator}.
 */
class AeroSocketHealthIndicatorTests {

	private final AeroServer server = mock();

	@ParameterizedTest
	@CsvSource({ "RUNNING, UP", "DRAINING, OUT_OF_SERVICE", "STOPPED, DOWN" })
	void statusFollowsServerState(AeroServer.State state, String status) {
		server(state, 25, 100);
		assertThat(health().getStatus().getCode()).isEqualTo(status);
	}

	@Test
	void serverThatHasNotStartedIsDown() {
		given(this.server.state()).willReturn(AeroServer.State.NEW);
		assertThat(health().getStatus()).isEqualTo(Status.DOWN);
		assertThat(health().getDetails()).containsExactly(entry("state", "NEW"));
	}

	@Test
	void details() {
		server(AeroServer.State.RUNNING, 25, 100);
		assertThat(health().getDetails()).containsExactly(entry("state", "RUNNING"), entry("port", 8090),
				entry("connections", 25), entry("maxConnections", 100), entry("saturation", 0.25), entry("full", false),
				entry("overloaded", false));
	}

	@Test
	void fullServerStaysUp() {
		server(AeroServer.State.RUNNING, 100, 100);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).contains(entry("saturation", 1.0), entry("full", true));
	}

	@Test
	void overloadedServerStaysUpAndSaysWhy() {
		server(AeroServer.State.RUNNING, 25, 100);
		overloaded("an event loop runs 700 ms late (max-loop-lag)");
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).contains(entry("overloaded", true),
				entry("overload", "an event loop runs 700 ms late (max-loop-lag)"));
	}

	private void overloaded(@Nullable String why) {
		EngineSnapshot snapshot = mock();
		given(snapshot.admission()).willReturn(new AdmissionTotals(0, 0, why));
		given(this.server.snapshot()).willReturn(snapshot);
	}

	private Health health() {
		return new AeroSocketHealthIndicator(this.server).health();
	}

	private void server(AeroServer.State state, int open, int max) {
		Connections connections = mock();
		given(connections.count()).willReturn(open);
		overloaded(null);
		given(this.server.state()).willReturn(state);
		given(this.server.address()).willReturn(new InetSocketAddress("localhost", 8090));
		given(this.server.port()).willReturn(8090);
		given(this.server.connections()).willReturn(connections);
		given(this.server.options()).willReturn(ServerOptions.builder().maxConnections(max).build());
	}

}
