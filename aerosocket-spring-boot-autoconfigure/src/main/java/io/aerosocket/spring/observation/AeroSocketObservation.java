package io.aerosocket.spring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed, with the names of the keys that the default conventions set.
 */
public enum AeroSocketObservation implements ObservationDocumentation {

	/**
	 * A handshake, from the request to the open connection or the refusal. Those that
	 * have no valid request for an existing path and an allowed origin are not observed.
	 */
	HANDSHAKE(DefaultAeroSocketHandshakeObservationConvention.class) {

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return HandshakeLowCardinalityKeys.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return HandshakeHighCardinalityKeys.values();
		}

	},

	/** A message, from the call of its handler method to the end of its result. */
	MESSAGE(DefaultAeroSocketMessageObservationConvention.class) {

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return MessageLowCardinalityKeys.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return MessageHighCardinalityKeys.values();
		}

	};

	private final Class<? extends ObservationConvention<? extends Observation.Context>> convention;

	AeroSocketObservation(Class<? extends ObservationConvention<? extends Observation.Context>> convention) {
		this.convention = convention;
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return this.convention;
	}

	/**
	 * Keys of handshakes with few values.
	 */
	public enum HandshakeLowCardinalityKeys implements KeyName {

		/** The path pattern of the handler. */
		PATH("path"),

		/** {@code accepted}, {@code refused} or {@code abandoned}. */
		OUTCOME("outcome"),

		/** Whether the connection is encrypted. */
		SECURE("secure");

		private final String key;

		HandshakeLowCardinalityKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys of handshakes with any number of values: in traces, not in metrics.
	 */
	public enum HandshakeHighCardinalityKeys implements KeyName {

		/** The path that was asked for, without its query. */
		REQUESTED_PATH("requested.path"),

		/** The peer's address. */
		PEER("peer");

		private final String key;

		HandshakeHighCardinalityKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys of messages with few values.
	 */
	public enum MessageLowCardinalityKeys implements KeyName {

		/** The path pattern of the handler. */
		PATH("path"),

		/** {@code text} or {@code binary}. */
		TYPE("type"),

		/** The class and the name of the method. */
		METHOD("method"),

		/** The simple name of what the method threw, or {@code none}. */
		EXCEPTION("exception");

		private final String key;

		MessageLowCardinalityKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys of messages with any number of values: in traces, not in metrics.
	 */
	public enum MessageHighCardinalityKeys implements KeyName {

		/** The id of the connection. */
		CONNECTION("connection.id"),

		/** The size of the payload in bytes. */
		SIZE("message.size");

		private final String key;

		MessageHighCardinalityKeys(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

}
