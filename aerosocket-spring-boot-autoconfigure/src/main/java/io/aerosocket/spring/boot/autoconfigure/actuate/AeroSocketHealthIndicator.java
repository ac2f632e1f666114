package io.aerosocket.spring.boot.autoconfigure.actuate;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

import io.aerosocket.server.AeroServer;

/**
 * {@link HealthIndicator} for an {@link AeroServer}. A draining server is out of service
 * rather than down, so that a load balancer turns away without an alarm. One that is full
 * serves its connections and stays up, and says that it is full; so does one that is
 * overloaded, which says why.
 */
final class AeroSocketHealthIndicator extends AbstractHealthIndicator {

	private final AeroServer server;

	AeroSocketHealthIndicator(AeroServer server) {
		super("AeroSocket health check failed");
		this.server = server;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		AeroServer.State state = this.server.state();
		builder.status(status(state)).withDetail("state", state.name());
		if (this.server.address() == null) {
			return;
		}
		Saturation saturation = Saturation.of(this.server);
		builder.withDetail("port", this.server.port())
			.withDetail("connections", saturation.connections())
			.withDetail("maxConnections", saturation.maxConnections())
			.withDetail("saturation", saturation.ratio())
			.withDetail("full", saturation.isFull());
		String overload = this.server.snapshot().admission().overload();
		builder.withDetail("overloaded", overload != null);
		if (overload != null) {
			builder.withDetail("overload", overload);
		}
	}

	private static Status status(AeroServer.State state) {
		return switch (state) {
			case RUNNING -> Status.UP;
			case DRAINING -> Status.OUT_OF_SERVICE;
			case NEW, STOPPED -> Status.DOWN;
		};
	}

}
