package io.aerosocket.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

/**
 * Makes the spans of messages. A connection may live for days: a trace of all its
 * messages would be of no use, so each begins one of its own, or goes on with the one
 * that the message names, and links to the span of the handshake.
 */
public final class MessageTracingHandler
		extends PropagatingReceiverTracingObservationHandler<AeroSocketMessageObservationContext> {

	/**
	 * Creates the handler.
	 * @param tracer makes spans
	 * @param propagator reads the parent
	 */
	public MessageTracingHandler(Tracer tracer, Propagator propagator) {
		super(tracer, propagator);
	}

	@Override
	public Span.Builder customizeExtractedSpan(AeroSocketMessageObservationContext context, Span.Builder builder) {
		if (!context.isCarryingParent()) {
			builder.setNoParent();
		}
		TraceContext handshake = context.getConnection().get(HandshakeTracingHandler.SPAN);
		return (handshake != null) ? builder.addLink(new Link(handshake)) : builder;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof AeroSocketMessageObservationContext;
	}

}
