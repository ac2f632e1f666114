package io.aerosocket.sample.ticker;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * What the ticker tells a subscriber, as JSON with a {@code type}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface TickerEvent {

	/**
	 * The first message: what is traded.
	 *
	 * @param intervalMillis time between two ticks
	 * @param listings the companies
	 */
	@JsonTypeName("listings")
	record Listings(long intervalMillis, List<Listing> listings) implements TickerEvent {

	}

	/**
	 * The prices at one moment. Numbers count up by one: a gap is a tick that was dropped
	 * because the subscriber read too slowly.
	 *
	 * @param number the tick's number
	 * @param at when it was made
	 * @param prices price by symbol, in the order of the listings
	 */
	@JsonTypeName("tick")
	record Tick(long number, Instant at, List<Double> prices) implements TickerEvent {

	}

	/**
	 * The answer to a subscriber who measures the round trip.
	 *
	 * @param token what the subscriber sent
	 */
	@JsonTypeName("pong")
	record Pong(double token) implements TickerEvent {

	}

	/**
	 * A company.
	 *
	 * @param symbol its short name
	 * @param name its name
	 * @param open the price that the day began with
	 * @param recent its latest prices, oldest first
	 */
	record Listing(String symbol, String name, double open, List<Double> recent) {

	}

}
