package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.util.List;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/**
 * The meters of an AeroSocket server. Their tags have few values: a path pattern, a
 * direction, a reason or a close code, never an address, an id or a requested path.
 */
public enum AeroSocketMeters implements MeterDocumentation {

	/** Open connections. */
	CONNECTIONS("aerosocket.server.connections", Meter.Type.GAUGE, "Open connections", null),

	/** The limit of open connections. */
	CONNECTIONS_MAX("aerosocket.server.connections.max", Meter.Type.GAUGE,
			"Most connections that the server accepts at once", null),

	/** Opened connections. */
	CONNECTIONS_OPENED("aerosocket.server.connections.opened", Meter.Type.COUNTER, "Connections that were opened",
			null),

	/** Sockets in their handshake. */
	HANDSHAKING("aerosocket.server.handshaking", Meter.Type.GAUGE, "Sockets that have not finished their handshake yet",
			null),

	/** Refused handshakes. */
	HANDSHAKES_REFUSED("aerosocket.server.handshakes.refused", Meter.Type.COUNTER, "Handshakes that were refused", null,
			Tag.REASON),

	/** Messages. */
	MESSAGES("aerosocket.server.messages", Meter.Type.COUNTER,
			"Data messages that were received whole, or accepted for sending", null, Tag.DIRECTION),

	/** Bytes of messages. */
	BYTES("aerosocket.server.bytes", Meter.Type.COUNTER, "Payload of the data messages received and sent", "bytes",
			Tag.DIRECTION),

	/** Bytes of compressed messages before they were compressed. */
	COMPRESSION_BYTES("aerosocket.server.compression.bytes", Meter.Type.COUNTER,
			"Payload of the messages that were compressed on their way, without compression", "bytes", Tag.DIRECTION),

	/** Bytes of compressed messages as they travelled. */
	COMPRESSION_WIRE_BYTES("aerosocket.server.compression.wire.bytes", Meter.Type.COUNTER,
			"Payload of the same messages, as it travelled", "bytes", Tag.DIRECTION),

	/** Handling of messages. */
	HANDLING("aerosocket.server.handling", Meter.Type.TIMER,
			"Calls of handlers, their asynchronous results included; one in 64 on event loops, all elsewhere", null,
			Tag.PATH, Tag.OUTCOME),

	/** Closed connections. */
	CLOSES("aerosocket.server.closes", Meter.Type.COUNTER, "Connections that ended, by close code", null, Tag.CODE),

	/** Dropped messages. */
	DROPS("aerosocket.server.drops", Meter.Type.COUNTER, "Messages to peers that were given up", null, Tag.REASON),

	/** Messages that no method could take. */
	MESSAGES_REFUSED("aerosocket.server.messages.refused", Meter.Type.COUNTER,
			"Received messages that no handler method could take, whatever they were answered", null, Tag.REASON),

	/** Queued bytes. */
	QUEUED_BYTES("aerosocket.server.queued.bytes", Meter.Type.GAUGE, "What waits to be written to peers", "bytes"),

	/** Handler errors. */
	ERRORS("aerosocket.server.errors", Meter.Type.COUNTER, "Errors of handlers that nothing handled", null),

	/** Dropped application events. */
	EVENTS_DROPPED("aerosocket.server.events.dropped", Meter.Type.COUNTER,
			"Application events that were given up because their listeners are slow", null),

	/** Paused reads. */
	READS_PAUSED("aerosocket.server.reads.paused", Meter.Type.GAUGE,
			"Connections that are not read from, because their handler lags", null);

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
	 * Returns the names of the meter's tags.
	 * @return names, possibly none
	 */
	public List<Tag> tags() {
		return this.tags;
	}

	/**
	 * The tags of the meters.
	 */
	public enum Tag implements KeyName {

		/** {@code in} or {@code out}. */
		DIRECTION("direction"),

		/** Why: the engine's reasons in lower case. */
		REASON("reason"),

		/** The path pattern of the handler. */
		PATH("path"),

		/** {@code success} or {@code error}. */
		OUTCOME("outcome"),

		/** A close code up to 1015, {@code 3xxx}, {@code 4xxx} or {@code other}. */
		CODE("code");

		private final String key;

		Tag(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
