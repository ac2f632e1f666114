package io.aerosocket.spring.event;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.GenericApplicationListenerAdapter;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.ResolvableType;

/**
 * Whether anybody in a context, or in its parents, listens to a kind of event. Looked up
 * when listeners were added since it was last asked. Safe for any thread.
 */
final class EventInterest {

	private final List<AbstractApplicationContext> contexts = new ArrayList<>();

	private final ResolvableType type;

	private final boolean unknown;

	// The answer for a number of listeners.
	private volatile long known = -1;

	EventInterest(ConfigurableApplicationContext context, Class<? extends ApplicationEvent> type) {
		this.type = ResolvableType.forClass(type);
		boolean foreign = false;
		for (ApplicationContext current = context; current != null; current = parent(current)) {
			if (current instanceof AbstractApplicationContext usual) {
				this.contexts.add(usual);
			}
			else {
				foreign = true;
			}
		}
		this.unknown = foreign;
	}

	private static @Nullable ApplicationContext parent(ApplicationContext context) {
		return context.getParent();
	}

	/**
	 * Returns whether there is a listener.
	 * @return {@code true} if there is or may be one
	 */
	boolean exists() {
		if (this.unknown) {
			return true;
		}
		int listeners = 0;
		for (AbstractApplicationContext context : this.contexts) {
			listeners += context.getApplicationListeners().size();
		}
		long answer = this.known;
		if ((answer >> 1) != listeners) {
			answer = ((long) listeners << 1) | (look() ? 1 : 0);
			this.known = answer;
		}
		return (answer & 1) != 0;
	}

	private boolean look() {
		for (AbstractApplicationContext context : this.contexts) {
			// A copy, since it may grow meanwhile.
			Collection<ApplicationListener<?>> listeners = List.copyOf(context.getApplicationListeners());
			if (listeners.stream().anyMatch(this::isConcerned) || hasUncreated(context)) {
				return true;
			}
		}
		return false;
	}

	private boolean isConcerned(ApplicationListener<?> listener) {
		// Boot's own take every event to pass it on.
		if (AopUtils.getTargetClass(listener).getName().startsWith("org.springframework.boot.")) {
			return false;
		}
		GenericApplicationListener generic = (listener instanceof GenericApplicationListener self) ? self
				: new GenericApplicationListenerAdapter(listener);
		return generic.supportsEventType(this.type);
	}

	// A listener that is a lazy bean is known by its name only.
	private boolean hasUncreated(AbstractApplicationContext context) {
		ResolvableType listener = ResolvableType.forClassWithGenerics(ApplicationListener.class, this.type);
		for (String name : context.getBeanFactory().getBeanNamesForType(listener, true, false)) {
			if (!context.getBeanFactory().containsSingleton(name)) {
				return true;
			}
		}
		return false;
	}

}
