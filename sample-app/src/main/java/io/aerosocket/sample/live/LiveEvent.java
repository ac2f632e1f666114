package io.aerosocket.sample.live;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What a viewer is told, as JSON with a {@code type}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
sealed interface LiveEvent {

	/**
	 * The first message: what was.
	 *
	 * @param intervalMillis time from one moment to the next
	 * @param moments the latest moments, oldest first
	 */
	@JsonTypeName("history")
	record History(long intervalMillis, List<Moment> moments) implements LiveEvent {

	}

	/**
	 * How the server fares at one moment.
	 *
	 * @param number counts up by one
	 * @param at when it was
	 * @param connections who is there
	 * @param rates what has happened since the moment before, for each second
	 * @param handling how long handlers took of late, {@code null} if none was called
	 * @param queues what waits
	 * @param totals what has happened since the start
	 */
	@JsonTypeName("moment")
	record Moment(long number, Instant at, Open connections, Rates rates, @Nullable Latency handling, Queues queues,
			Totals totals) implements LiveEvent {

	}

	/**
	 * The answer to a viewer who measures the round trip.
	 *
	 * @param token what the viewer sent
	 */
	@JsonTypeName("pong")
	record Pong(double token) implements LiveEvent {

	}

	/**
	 * Open connections.
	 *
	 * @param open how many
	 * @param handshaking sockets that have not finished their handshake
	 * @param paths how many by path
	 */
	record Open(long open, long handshaking, Map<String, Long> paths) {

	}

	/**
	 * Rates, for each second.
	 *
	 * @param opened connections
	 * @param closed connections
	 * @param messagesIn messages received
	 * @param messagesOut messages sent
	 * @param bytesIn bytes received
	 * @param bytesOut bytes sent
	 */
	record Rates(double opened, double closed, double messagesIn, double messagesOut, double bytesIn, double bytesOut) {

	}

	/**
	 * Percentiles in microseconds.
	 *
	 * @param median half of the calls took no longer
	 * @param p95 19 of 20 took no longer
	 * @param p99 99 of 100 took no longer
	 */
	record Latency(double median, double p95, double p99) {

	}

	/**
	 * What waits.
	 *
	 * @param bytes bytes that peers have not read yet
	 * @param pausedReads connections that are not read from, because their handler lags
	 */
	record Queues(long bytes, long pausedReads) {

	}

	/**
	 * Totals since the start; what has not happened yet is left out.
	 *
	 * @param opened connections
	 * @param closes connections that ended, by close code
	 * @param refusals handshakes that were refused, by reason
	 * @param drops messages that were given up, by reason
	 * @param errors errors of handlers that nothing handled
	 */
	record Totals(long opened, Map<String, Long> closes, Map<String, Long> refusals, Map<String, Long> drops,
			long errors) {

	}

}
