package io.aerosocket.spring.observation;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

import io.aerosocket.Message;
import io.aerosocket.spring.handler.HandlerCall;
import io.aerosocket.spring.handler.HandlerCallInterceptor;
import io.aerosocket.spring.handler.HandlerEvent;

/**
 * Observes a share of the handled messages. The observation is the current one while the
 * method runs, on whichever thread that is; it ends when a stage or a publisher that the
 * method returned does, cancelled included, and otherwise when the method returns.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
public final class MessageObservations implements HandlerCallInterceptor {

	private static final boolean PUBLISHERS = ClassUtils.isPresent("org.reactivestreams.Publisher",
			MessageObservations.class.getClassLoader());

	private final ObservationRegistry registry;

	private final @Nullable AeroSocketMessageObservationConvention convention;

	private final @Nullable MessageHeadersExtractor headers;

	private final double share;

	/**
	 * Creates the observer.
	 * @param registry where observations go
	 * @param convention names them, or {@code null} for the default
	 * @param headers reads what messages carry, or {@code null} if they carry nothing
	 * @param share the share of the messages that is observed, from 0 for none to 1 for
	 * all
	 */
	public MessageObservations(ObservationRegistry registry,
			@Nullable AeroSocketMessageObservationConvention convention, @Nullable MessageHeadersExtractor headers,
			double share) {
		this.registry = registry;
		this.convention = convention;
		this.headers = headers;
		this.share = share;
	}

	@Override
	public boolean intercepts(Method method, HandlerEvent event) {
		return event == HandlerEvent.MESSAGE && this.share > 0 && !this.registry.isNoop();
	}

	@Override
	public @Nullable Object intercept(HandlerCall call) throws Throwable {
		if (!(call.cause() instanceof Message message) || !isSampled()) {
			return call.proceed();
		}
		Observation observation = AeroSocketObservation.MESSAGE.observation(this.convention,
				new DefaultAeroSocketMessageObservationConvention(),
				() -> new AeroSocketMessageObservationContext(call.connection(), message, call.method(), this.headers),
				this.registry);
		return observation.isNoop() ? call.proceed() : observe(call, observation.start());
	}

	@SuppressWarnings("try") // the scope is there to be closed
	private static @Nullable Object observe(HandlerCall call, Observation observation) throws Throwable {
		Object result;
		try (Observation.Scope scope = observation.openScope()) {
			result = call.proceed();
		}
		catch (Throwable ex) {
			observation.error(ex).stop();
			throw ex;
		}
		if (result instanceof CompletionStage<?> stage) {
			// The stage itself is returned, since methods may declare a type of their
			// own.
			stage.whenComplete((value, error) -> end(observation, error));
		}
		else {
			Object observed = PUBLISHERS ? ObservedPublisher.observe(result, (error) -> end(observation, error)) : null;
			if (observed != null) {
				return observed;
			}
			observation.stop();
		}
		return result;
	}

	private static void end(Observation observation, @Nullable Throwable error) {
		if (error != null) {
			observation
				.error((error instanceof CompletionException && error.getCause() != null) ? error.getCause() : error);
		}
		observation.stop();
	}

	private boolean isSampled() {
		return this.share >= 1 || ThreadLocalRandom.current().nextDouble() < this.share;
	}

}
