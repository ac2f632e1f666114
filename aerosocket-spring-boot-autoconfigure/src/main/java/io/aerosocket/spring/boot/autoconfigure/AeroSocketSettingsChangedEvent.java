package io.aerosocket.spring.boot.autoconfigure;

import java.util.List;

import org.springframework.context.ApplicationEvent;

/**
 * Properties of the server were changed while it runs. Published on the thread that
 * changed them, after they hold.
 */
public final class AeroSocketSettingsChangedEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient List<AeroSocketSettingChange> changes;

	private final String cause;

	AeroSocketSettingsChangedEvent(AeroSocketSettings settings, List<AeroSocketSettingChange> changes, String cause) {
		super(settings);
		this.changes = List.copyOf(changes);
		this.cause = cause;
	}

	/**
	 * Returns what was changed.
	 * @return at least one property
	 */
	public List<AeroSocketSettingChange> getChanges() {
		return this.changes;
	}

	/**
	 * Returns who or what changed them.
	 * @return the name of a user, or what happened
	 */
	public String getCause() {
		return this.cause;
	}

}
