package io.aerosocket.server;

import java.util.Collection;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.ConnectionOptions;
import io.aerosocket.TrafficLogOptions;

/**
 * Says that messages are written to the log, so that nobody leaves that on without
 * knowing. Not safe for several threads at once.
 */
final class TrafficNotice {

	private static final Logger logger = LoggerFactory.getLogger(AeroServer.class);

	private TrafficLogOptions said = TrafficLogOptions.OFF;

	/**
	 * Looks at what holds from now on.
	 * @param connections the limits and habits of all routes
	 */
	void look(Collection<ConnectionOptions> connections) {
		Optional<TrafficLogOptions> wanted = connections.stream()
			.map(ConnectionOptions::trafficLog)
			.filter(TrafficLogOptions::enabled)
			.findFirst();
		if (wanted.isPresent() && !wanted.get().equals(this.said)) {
			warn(wanted.get());
		}
		else if (wanted.isEmpty() && this.said.enabled()) {
			logger.info("Messages are not written to the log io.aerosocket.traffic any more");
		}
		this.said = wanted.orElse(TrafficLogOptions.OFF);
	}

	private static void warn(TrafficLogOptions options) {
		String which = switch (options.direction()) {
			case BOTH -> "received and sent";
			case IN -> "received";
			case OUT -> "sent";
		};
		logger.warn(
				"Messages that are {} are written to the log io.aerosocket.traffic, with up to {} bytes of their "
						+ "payload, of {}. That is for finding faults: it is slow, and others read what peers say. "
						+ "See aerosocket.server.traffic-log.enabled (ConnectionOptions.trafficLog without Spring)",
				which, options.maxPayload(),
				options.paths().isEmpty() ? "all paths" : "the paths " + String.join(", ", options.paths()));
	}

}
