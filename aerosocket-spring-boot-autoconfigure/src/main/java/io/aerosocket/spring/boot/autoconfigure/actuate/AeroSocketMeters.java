package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

import io.aerosocket.RateLimitPolicy;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.FaultReason;
import io.aerosocket.telemetry.DeadLetterOutcome;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.RateLimitScope;
import io.aerosocket.telemetry.RefusalReason;

/**
 * The meters of an AeroSocket server. Their tags have few values: a path pattern, a
 * direction, a reason or a close code, never an address, an id or a requested path. The
 * table in the documentation is made of this.
 */
public enum AeroSocketMeters implements MeterDocumentation {

	/** State of the server. */
	STATE("aerosocket.server.state", Meter.Type.GAUGE, "1 for the state that the server is in, 0 for the others", null,
			Tag.STATE),

	/** Open connections. */
	CONNECTIONS("aerosocket.server.connections", Meter.Type.GAUGE, "Open connections", null),

	/** The limit of open connections. */
	CONNECTIONS_MAX("aerosocket.server.connections.max", Meter.Type.GAUGE,
			"Most connections that the server accepts at once", null),

	/** Opened connections. */
	CONNECTIONS_OPENED("aerosocket.server.connections.opened", Meter.Type.COUNTER, "Connections that were opened",
			null),

	/** Connections that a drain has still to end. */
	DRAIN_LEFT("aerosocket.server.drain.left", Meter.Type.GAUGE,
			"Connections that are still to be ended before the server stops, 0 unless it stops", null),

	/** Connections that were too old. */
	CONNECTIONS_EXPIRED("aerosocket.server.connections.expired", Meter.Type.COUNTER,
			"Connections that were closed because of their age", null),

	/** Pauses of accepting. */
	ACCEPT_PAUSES("aerosocket.server.accept.pauses", Meter.Type.COUNTER,
			"Times that a listener rested because sockets came faster than they may, or could not be accepted", null),

	/** Overload. */
	OVERLOADED("aerosocket.server.overloaded", Meter.Type.GAUGE,
			"1 while new connections are refused because of overload, otherwise 0", null),

	/** Sockets in their handshake. */
	HANDSHAKING("aerosocket.server.handshaking", Meter.Type.GAUGE, "Sockets that have not finished their handshake yet",
			null),

	/** Handshakes. */
	HANDSHAKES("aerosocket.server.handshakes", Meter.Type.TIMER,
			"Handshakes that ended, with their time since the socket was accepted, TLS included", null,
			Tag.HANDSHAKE_OUTCOME),

	/** Refused handshakes. */
	HANDSHAKES_REFUSED("aerosocket.server.handshakes.refused", Meter.Type.COUNTER, "Handshakes that were refused", null,
			Tag.REFUSAL),

	/** TLS handshakes. */
	TLS_HANDSHAKES("aerosocket.server.tls.handshakes", Meter.Type.TIMER,
			"TLS handshakes that ended, with their time since the socket was accepted", null, Tag.OUTCOME),

	/** Messages. */
	MESSAGES("aerosocket.server.messages", Meter.Type.COUNTER,
			"Data messages that were received whole, or accepted for sending", null, Tag.DIRECTION),

	/** Bytes of messages. */
	BYTES("aerosocket.server.bytes", Meter.Type.COUNTER, "Payload of the data messages received and sent", Unit.BYTES,
			Tag.DIRECTION),

	/** Size of a message. */
	MESSAGE_SIZE("aerosocket.server.message.size", Meter.Type.DISTRIBUTION_SUMMARY,
			"Payload of a data message; one in 256", Unit.BYTES, Tag.PATH, Tag.DIRECTION),

	/** Waiting of messages. */
	QUEUE_TIME("aerosocket.server.queue.time", Meter.Type.TIMER,
			"Waiting of a received message for its handler, and of a sent one until it is written; one in 256", null,
			Tag.PATH, Tag.DIRECTION),

	/** Handling of messages. */
	HANDLING("aerosocket.server.handling", Meter.Type.TIMER,
			"Calls of handlers, their asynchronous results included; one in 64 on event loops, all elsewhere", null,
			Tag.PATH, Tag.OUTCOME),

	/** Flushes. */
	FLUSH("aerosocket.server.flush", Meter.Type.TIMER,
			"Time from a write until the network took all of it; one write in 256", null),

	/** Round trips of Pings. */
	PING("aerosocket.server.ping", Meter.Type.TIMER, "Time from a Ping of ours to its Pong", null),

	/** Bytes of compressed messages before they were compressed. */
	COMPRESSION_BYTES("aerosocket.server.compression.bytes", Meter.Type.COUNTER,
			"Payload of the messages that were compressed on their way, without compression", Unit.BYTES,
			Tag.DIRECTION),

	/** Bytes of compressed messages as they travelled. */
	COMPRESSION_WIRE_BYTES("aerosocket.server.compression.wire.bytes", Meter.Type.COUNTER,
			"Payload of the same messages, as it travelled", Unit.BYTES, Tag.DIRECTION),

	/** Compression ratio. */
	COMPRESSION_RATIO("aerosocket.server.compression.ratio", Meter.Type.GAUGE,
			"How many times larger these messages are without compression, since the start; 1 before the first", null,
			Tag.DIRECTION),

	/** Closed connections. */
	CLOSES("aerosocket.server.closes", Meter.Type.COUNTER, "Connections that ended, by close code", null, Tag.CODE),

	/** Dropped messages. */
	DROPS("aerosocket.server.drops", Meter.Type.COUNTER,
			"Messages that were given up, to peers but for the reasons rate_limited and unhandled", null, Tag.DROP),

	/** Exceeded rates. */
	RATE_LIMITED("aerosocket.server.rate.limited", Meter.Type.COUNTER,
			"Times that a rate was exceeded: connections closed, messages dropped, or reads paused", null, Tag.SCOPE,
			Tag.POLICY),

	/** Messages that no method could take. */
	MESSAGES_REFUSED("aerosocket.server.messages.refused", Meter.Type.COUNTER,
			"Received messages that no handler method could take, whatever they were answered", null, Tag.FAULT),

	/** Queued bytes. */
	QUEUED_BYTES("aerosocket.server.queued.bytes", Meter.Type.GAUGE, "What waits to be written to peers", Unit.BYTES),

	/** Memory of queues. */
	OUTBOUND_MEMORY("aerosocket.server.outbound.memory", Meter.Type.GAUGE,
			"What waits to be written to peers, besides what transports hold, with broadcasts counted once", "bytes"),

	/** The limit of the memory of queues. */
	OUTBOUND_MEMORY_MAX("aerosocket.server.outbound.memory.max", Meter.Type.GAUGE,
			"Most that may wait to be written to all peers", "bytes"),

	/** Queues that were given up. */
	OUTBOUND_SHED("aerosocket.server.outbound.shed", Meter.Type.COUNTER,
			"Queues that were given up because all together were too large", null),

	/** Memory of messages that peers sent. */
	INBOUND_MEMORY("aerosocket.server.inbound.memory", Meter.Type.GAUGE,
			"What is kept of messages that are unfinished or wait for their handlers", "bytes"),

	/** The limit of that memory. */
	INBOUND_MEMORY_MAX("aerosocket.server.inbound.memory.max", Meter.Type.GAUGE,
			"Most that may be kept of the messages that all peers sent", "bytes"),

	/** Messages that peers sent and that were given up. */
	INBOUND_SHED("aerosocket.server.inbound.shed", Meter.Type.COUNTER,
			"Connections that were closed for what they sent, because all together were too large", null),

	/** Messages for dead letter sinks. */
	DEAD_LETTERS("aerosocket.server.dead.letters", Meter.Type.COUNTER,
			"Messages that were given up, by what became of them at a DeadLetterSink; none without one", null,
			Tag.DEAD_LETTER_OUTCOME),

	/** Handler errors. */
	ERRORS("aerosocket.server.errors", Meter.Type.COUNTER, "Errors of handlers that nothing handled", null),

	/** Dropped application events. */
	EVENTS_DROPPED("aerosocket.server.events.dropped", Meter.Type.COUNTER,
			"Application events that were given up because their listeners are slow", null),

	/** Paused reads. */
	READS_PAUSED("aerosocket.server.reads.paused", Meter.Type.GAUGE,
			"Connections that are not read from, because their handler lags or they send too much", null),

	/** Lag of event loops. */
	LOOP_LAG("aerosocket.server.loop.lag", Meter.Type.TIMER,
			"How late event loops come to what they have to do, looked at about once a second", null),

	/** Blocked event loops. */
	LOOP_BLOCKED("aerosocket.server.loop.blocked", Meter.Type.COUNTER,
			"Times that a handler kept an event loop busy for longer than the threshold", null);

	private final String name;

	private final Meter.Type type;

	private final String description;

	private final @Nullable String baseUnit;

	@SuppressWarnings("ImmutableEnumChecker") // List.of() is.
	private final List<Tag> tags;

	AeroSocketMeters(String name, Meter.Type type, String description, @Nullable String baseUnit, Tag... tags) {
		this.name = name;
		this.type = type;
		this.description = description;
		this.baseUnit = baseUnit;
		this.tags = List.of(tags);
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public @Nullable String getBaseUnit() {
		return this.baseUnit;
	}

	@Override
	public Meter.Type getType() {
		return this.type;
	}

	@Override
	public KeyName[] getKeyNames() {
		return this.tags.toArray(KeyName[]::new);
	}

	/**
	 * Returns what the meter counts.
	 * @return a phrase
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Returns the meter's tags.
	 * @return the tags, possibly none
	 */
	public List<Tag> tags() {
		return this.tags;
	}

	/**
	 * The tags of the meters, with all the values that they can have.
	 */
	public enum Tag implements KeyName {

		/** Where a message goes. */
		DIRECTION("direction", List.of("in", "out")),

		/** Why a handshake was refused. */
		REFUSAL("reason", names(RefusalReason.values())),

		/** Why a message was given up. */
		DROP("reason", names(DropReason.values())),

		/** Why no method could take a message. */
		FAULT("reason", Arrays.stream(FaultReason.values()).map(Tag::value).toList()),

		/** The path pattern of the handler. */
		PATH("path", List.of()),

		/** How something ended. */
		OUTCOME("outcome", List.of("success", "error")),

		/** How a handshake ended. */
		HANDSHAKE_OUTCOME("outcome", names(HandshakeOutcome.values())),

		/** What became of a message for a dead letter sink. */
		DEAD_LETTER_OUTCOME("outcome", names(DeadLetterOutcome.values())),

		/** Whose rate it was. */
		SCOPE("scope", names(RateLimitScope.values())),

		/** What was done. */
		POLICY("policy", names(RateLimitPolicy.values())),

		/** A close code; those of applications together. */
		CODE("code",
				Stream
					.concat(IntStream.rangeClosed(1000, 1015).mapToObj(Integer::toString),
							Stream.of("3xxx", "4xxx", "other"))
					.toList()),

		/** What the server does. */
		STATE("state", names(AeroServer.State.values()));

		private final String key;

		@SuppressWarnings("ImmutableEnumChecker") // as List.of() is
		private final List<String> values;

		Tag(String key, List<String> values) {
			this.key = key;
			this.values = values;
		}

		@Override
		public String asString() {
			return this.key;
		}

		/**
		 * Returns the values that the tag can have.
		 * @return all values, none where they are the path patterns of the application
		 */
		public List<String> choices() {
			return this.values;
		}

		static String value(FaultReason reason) {
			return reason.code().replace('-', '_');
		}

		static String value(Enum<?> constant) {
			return constant.name().toLowerCase(Locale.ROOT);
		}

		private static List<String> names(Enum<?>[] constants) {
			return Arrays.stream(constants).map(Tag::value).toList();
		}

	}

	/**
	 * The units of the meters that have another than seconds.
	 */
	private static final class Unit {

		private static final String BYTES = "bytes";

		private Unit() {
		}

	}

}
