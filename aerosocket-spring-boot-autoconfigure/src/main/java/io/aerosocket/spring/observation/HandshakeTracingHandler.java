package io.aerosocket.spring.observation;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;

import io.aerosocket.ConnectionAttribute;

/**
 * Makes the spans of handshakes, with the parent that the request names, and keeps with
 * the connection where its messages link to.
 */
public final class HandshakeTracingHandler
		extends PropagatingReceiverTracingObservationHandler<AeroSocketHandshakeObservationContext> {

	static final ConnectionAttribute<TraceContext> SPAN = ConnectionAttribute
		.of(HandshakeTracingHandler.class.getName(), TraceContext.class);

	/**
	 * Creates the handler.
	 * @param tracer makes spans
	 * @param propagator reads the parent
	 */
	public HandshakeTracingHandler(Tracer tracer, Propagator propagator) {
		super(tracer, propagator);
	}

	@Override
	public void onStart(AeroSocketHandshakeObservationContext context) {
		super.onStart(context);
		context.getHandshake().set(SPAN, getRequiredSpan(context).context());
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof AeroSocketHandshakeObservationContext;
	}

}
