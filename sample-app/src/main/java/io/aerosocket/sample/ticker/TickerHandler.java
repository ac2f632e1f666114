package io.aerosocket.sample.ticker;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnClose;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;
import io.aerosocket.spring.handler.SlowConsumer;

/**
 * Whoever connects here is sent prices. To one who reads too slowly, new prices are worth
 * more than old ones, so the oldest are dropped.
 */
@AeroSocketHandler(path = TickerHandler.PATH, execution = HandlerExecution.EVENT_LOOP,
		slowConsumer = SlowConsumer.DROP_OLDEST)
public class TickerHandler {

	static final String PATH = "/ticker";

	private final TickerFeed feed;

	TickerHandler(TickerFeed feed) {
		this.feed = feed;
	}

	@OnOpen
	public TickerEvent open() {
		return this.feed.subscribe();
	}

	@OnMessage
	public TickerEvent ping(Ping ping) {
		return new TickerEvent.Pong(ping.token());
	}

	@OnClose
	public void close() {
		this.feed.unsubscribe();
	}

	/**
	 * Asks for a sign of life.
	 *
	 * @param token a number that comes back
	 */
	record Ping(double token) {

	}

}
