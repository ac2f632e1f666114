package io.aerosocket.spring.handler;

import io.aerosocket.codec.EnvelopeFormat;

/**
 * How messages find their method, and how those are answered that find none.
 *
 * @param format where messages say what they are
 * @param unknown the answer to a message whose route no method is for
 * @param undecodable the answer to a message that is not of the type that its method
 * takes
 * @param invalid the answer to a message that breaks the constraints of that type
 */
public record RoutingSettings(EnvelopeFormat format, FaultAnswer unknown, FaultAnswer undecodable,
		FaultAnswer invalid) {

	/** Error replies to unknown routes, and the end of the connection for the rest. */
	public static final RoutingSettings DEFAULT = new RoutingSettings(EnvelopeFormat.DEFAULT, FaultAnswer.ERROR_REPLY,
			FaultAnswer.CLOSE, FaultAnswer.CLOSE);

	/**
	 * Returns the answer to a fault.
	 * @param reason the fault
	 * @return the answer
	 */
	public FaultAnswer answer(FaultReason reason) {
		return switch (reason) {
			case UNKNOWN_ROUTE -> this.unknown;
			case UNDECODABLE -> this.undecodable;
			case INVALID -> this.invalid;
		};
	}

	RoutingSettings with(String routeProperty, String payloadProperty) {
		return new RoutingSettings(
				new EnvelopeFormat(routeProperty.isEmpty() ? this.format.routeProperty() : routeProperty,
						this.format.idProperty(),
						payloadProperty.isEmpty() ? this.format.payloadProperty() : payloadProperty),
				this.unknown, this.undecodable, this.invalid);
	}

}
