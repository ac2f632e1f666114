package io.aerosocket.spring.boot.autoconfigure;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;

import io.aerosocket.telemetry.EngineListener;

/**
 * Has the application refuse traffic while the server is overloaded, so that load
 * balancers turn to others. Takes back only what it said itself.
 */
final class OverloadAvailability implements EngineListener {

	private final ApplicationContext context;

	private final BooleanSupplier running;

	/** One after the other, and not on an event loop: listeners may take their time. */
	private CompletableFuture<@Nullable Void> last = CompletableFuture.completedFuture(null);

	/**
	 * Creates the listener.
	 * @param context the application
	 * @param running whether the server does not stop, whose readiness is over for good
	 */
	OverloadAvailability(ApplicationContext context, BooleanSupplier running) {
		this.context = context;
		this.running = running;
	}

	@Override
	public synchronized void overloaded(boolean overloaded) {
		this.last = this.last.handleAsync((before, ex) -> {
			tell(overloaded);
			return null;
		});
	}

	private void tell(boolean overloaded) {
		if (this.running.getAsBoolean() && (overloaded || wasToldByUs())) {
			AvailabilityChangeEvent.publish(this.context, this,
					overloaded ? ReadinessState.REFUSING_TRAFFIC : ReadinessState.ACCEPTING_TRAFFIC);
		}
	}

	private boolean wasToldByUs() {
		ApplicationAvailability availability = this.context.getBeanProvider(ApplicationAvailability.class)
			.getIfAvailable();
		AvailabilityChangeEvent<ReadinessState> event = (availability != null)
				? availability.getLastChangeEvent(ReadinessState.class) : null;
		return event == null || event.getSource() == this;
	}

}
