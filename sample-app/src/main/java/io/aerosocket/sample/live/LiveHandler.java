package io.aerosocket.sample.live;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;
import io.aerosocket.spring.handler.SlowConsumer;

/**
 * Whoever connects here is told each second how the server fares. The first message is
 * the past two minutes, so that a page has something to draw at once.
 */
@AeroSocketHandler(path = LiveHandler.PATH, execution = HandlerExecution.EVENT_LOOP,
		slowConsumer = SlowConsumer.DROP_OLDEST)
public class LiveHandler {

	static final String PATH = "/live";

	private final LiveFeed feed;

	LiveHandler(LiveFeed feed) {
		this.feed = feed;
	}

	@OnOpen
	public LiveEvent open() {
		return this.feed.history();
	}

	@OnMessage
	public LiveEvent ping(Ping ping) {
		return new LiveEvent.Pong(ping.token());
	}

	/**
	 * Asks for a sign of life.
	 *
	 * @param token a number that comes back
	 */
	record Ping(double token) {

	}

}
