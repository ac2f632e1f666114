package io.aerosocket.sample.live;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.Connection;
import io.aerosocket.Connections;
import io.aerosocket.PreparedMessage;
import io.aerosocket.server.AeroServer;

/**
 * Looks at the server each second, and tells all viewers. What it looks at is counted
 * anyway, so a look costs the same whatever the load.
 */
@Component
class LiveFeed {

	private static final int KEPT = 120;

	private static final long INTERVAL_MILLIS = 1000;

	private final Deque<LiveEvent.Moment> moments = new ArrayDeque<>();

	// The server is made of its handlers, and one of them needs this.
	private final ObjectProvider<AeroServer> server;

	private final Connections connections;

	private final Sampler sampler;

	private final JsonMapper json;

	LiveFeed(ObjectProvider<AeroServer> server, Connections connections, HandlingTimes times, JsonMapper json) {
		this.server = server;
		this.connections = connections;
		this.sampler = new Sampler(times);
		this.json = json;
	}

	LiveEvent.History history() {
		synchronized (this.moments) {
			return new LiveEvent.History(INTERVAL_MILLIS, List.copyOf(this.moments));
		}
	}

	@Scheduled(fixedRate = INTERVAL_MILLIS, timeUnit = TimeUnit.MILLISECONDS)
	void look() {
		Map<String, Long> paths = this.connections.all()
			.stream()
			.collect(Collectors.groupingBy(LiveFeed::path, TreeMap::new, Collectors.counting()));
		LiveEvent.Moment moment = this.sampler.sample(Instant.now(), this.server.getObject().snapshot(), paths);
		keep(moment);
		if (paths.containsKey(LiveHandler.PATH)) {
			this.connections.broadcast(PreparedMessage.text(this.json.writeValueAsString(moment)),
					(connection) -> LiveHandler.PATH.equals(path(connection)));
		}
	}

	private void keep(LiveEvent.Moment moment) {
		synchronized (this.moments) {
			this.moments.addLast(moment);
			if (this.moments.size() > KEPT) {
				this.moments.removeFirst();
			}
		}
	}

	private static String path(Connection connection) {
		return connection.handshake().pathPattern();
	}

}
