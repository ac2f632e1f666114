package io.aerosocket.sample.ticker;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.Connections;
import io.aerosocket.PreparedMessage;

/**
 * Moves the market and tells all subscribers. One task serves all of them, and each tick
 * is encoded once, however many they are.
 */
@Component
class TickerFeed {

	private final Market market = new Market(RandomGenerator.getDefault());

	private final AtomicInteger subscribers = new AtomicInteger();

	private final TickerProperties properties;

	private final Connections connections;

	private final JsonMapper json;

	TickerFeed(TickerProperties properties, Connections connections, JsonMapper json) {
		this.properties = properties;
		this.connections = connections;
		this.json = json;
	}

	TickerEvent.Listings subscribe() {
		this.subscribers.incrementAndGet();
		return new TickerEvent.Listings(this.properties.interval().toMillis(), this.market.listings());
	}

	void unsubscribe() {
		this.subscribers.decrementAndGet();
	}

	@Scheduled(fixedRateString = "${sample.ticker.interval:100ms}")
	void tick() {
		TickerEvent.Tick tick = this.market.tick(Instant.now());
		if (this.subscribers.get() > 0) {
			this.connections.broadcast(PreparedMessage.text(this.json.writeValueAsString(tick)),
					(connection) -> TickerHandler.PATH.equals(connection.handshake().pathPattern()));
		}
	}

}
