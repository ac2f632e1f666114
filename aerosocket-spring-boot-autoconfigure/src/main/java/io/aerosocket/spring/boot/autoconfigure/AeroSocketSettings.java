package io.aerosocket.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

import io.aerosocket.server.AeroServer;
import io.aerosocket.server.ServerOptions;

/**
 * The properties of the server as they hold now, and how to change them while it runs,
 * without closing a connection. A change is read, checked and applied as at the start
 * (customizers included, which are called again), and holds whole or not at all.
 * <p>
 * Safe for any thread; one change is made at a time.
 *
 * @see AeroServer#reconfigure
 */
public final class AeroSocketSettings {

	/** The name of the property source with what was changed at run time. */
	public static final String PROPERTY_SOURCE = "aeroSocketSettings";

	private static final Logger logger = LoggerFactory.getLogger(AeroSocketSettings.class);

	private static final String PREFIX = SettingsReader.PREFIX;

	private final ServerSettings settings;

	private final ObjectProvider<AeroServer> server;

	private final ConfigurableApplicationContext context;

	private final Set<String> refused = new HashSet<>();

	private volatile AeroSocketServerProperties current;

	AeroSocketSettings(AeroSocketServerProperties properties, ServerSettings settings,
			ObjectProvider<AeroServer> server, ConfigurableApplicationContext context) {
		this.current = properties;
		this.settings = settings;
		this.server = server;
		this.context = context;
	}

	/**
	 * Returns the properties as they hold now. The bean of that type has them as they
	 * were when the application started.
	 * @return the properties
	 */
	public AeroSocketServerProperties properties() {
		return this.current;
	}

	/**
	 * Returns all properties of the server.
	 * @return by name, in the order of their names
	 */
	public Map<String, AeroSocketSetting> all() {
		Map<String, AeroSocketSetting> all = new TreeMap<>();
		Map<String, Object> overrides = overrides();
		SettingValues.of(PREFIX, this.current)
			.forEach((name, value) -> all.put(name,
					new AeroSocketSetting(name, value, overrides.containsKey(name), FixedSettings.reason(name))));
		return all;
	}

	/**
	 * Changes properties. The values go before those of every other source, until the
	 * application ends or they are taken back.
	 * @param values values by the names of properties, {@code null} to take back what was
	 * changed and have the value of the configuration again
	 * @param cause who or what changes them, for the log and for events
	 * @return what was changed, which may be nothing
	 * @throws InvalidAeroSocketSettingsException if a property does not exist, a value is
	 * invalid, or one of them cannot be changed while the server runs; nothing is changed
	 * then
	 * @throws IllegalStateException if the server is draining or has stopped
	 */
	public synchronized List<AeroSocketSettingChange> change(Map<String, @Nullable String> values, String cause) {
		Map<String, Object> overrides = overrides();
		values.forEach((name, value) -> {
			if (value != null) {
				overrides.put(name, value);
			}
			else {
				overrides.remove(name);
			}
		});
		checkNames(values.keySet());
		MutablePropertySources sources = this.context.getEnvironment().getPropertySources();
		MapPropertySource changed = new MapPropertySource(PROPERTY_SOURCE, Map.copyOf(overrides));
		MutablePropertySources candidate = new MutablePropertySources(sources);
		candidate.addFirst(changed);
		SettingsReader reader = new SettingsReader(candidate);
		return apply(reader.read(), cause, () -> sources.addFirst(changed));
	}

	/**
	 * Takes over what has become of the configuration. What cannot be changed while the
	 * server runs is left as it is, with a warning; everything else holds whole or not at
	 * all.
	 * @param sources the configuration, without or with what was changed at run time
	 * @param cause what happened, for the log and for events
	 * @param commit makes the sources those of the application, once everything was found
	 * to be right
	 * @return what was changed
	 * @throws InvalidAeroSocketSettingsException if a value is invalid
	 */
	synchronized List<AeroSocketSettingChange> reload(MutablePropertySources sources, String cause, Runnable commit) {
		SettingsReader reader = new SettingsReader(sources);
		AeroSocketServerProperties wanted = reader.readStrictly(this.context.getBeanFactory());
		List<AeroSocketSettingChange> fixed = changes(wanted).stream()
			.filter((change) -> FixedSettings.reason(change.name()) != null)
			.toList();
		if (!fixed.isEmpty()) {
			wanted = reader.readKeeping(SettingValues.of(PREFIX, this.current),
					fixed.stream().map(AeroSocketSettingChange::name).toList());
		}
		List<AeroSocketSettingChange> changes = apply(wanted, cause, commit);
		fixed.forEach(this::warnOnce);
		return changes;
	}

	private void warnOnce(AeroSocketSettingChange change) {
		if (this.refused.add(change.toString())) {
			logger.warn("{} cannot be changed from {} to {} while the server runs: {} It will be at the next start.",
					change.name(), change.before(), change.after(), FixedSettings.reason(change.name()));
		}
	}

	private List<AeroSocketSettingChange> apply(AeroSocketServerProperties wanted, String cause, Runnable commit) {
		List<AeroSocketSettingChange> changes = changes(wanted);
		checkChangeable(changes);
		if (!changes.isEmpty()) {
			replace(wanted);
		}
		commit.run();
		if (!changes.isEmpty()) {
			this.current = wanted;
			logger.info("Settings were changed by {}: {}", cause, changes);
			this.context.publishEvent(new AeroSocketSettingsChangedEvent(this, changes, cause));
		}
		return changes;
	}

	private void replace(AeroSocketServerProperties wanted) {
		AeroServer running = this.server.getObject();
		try {
			ServerPropertiesRules.checked(wanted);
			SslContext ssl = wanted.ssl().equals(this.current.ssl()) ? running.options().sslContext()
					: this.settings.sslContext(wanted.ssl());
			ServerOptions options = this.settings.options(wanted, ssl);
			running.reconfigure((builder) -> builder.set(options));
			ShutdownPhaseTimeout.extend(this.context, AeroSocketServerLifecycle.PHASE, options.gracePeriod());
		}
		catch (IllegalStateException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			throw SettingProblems.of(ex, PREFIX);
		}
	}

	/**
	 * Takes over a certificate that was renewed, for connections from now on.
	 * @param bundle the name of the bundle
	 */
	synchronized void renew(String bundle) {
		AeroSocketServerProperties.Ssl ssl = this.current.ssl();
		if (!bundle.equals(ssl.bundle())) {
			return;
		}
		SslContext renewed = this.settings.sslContext(ssl);
		this.server.getObject().reconfigure((options) -> options.sslContext(renewed));
	}

	private static void checkChangeable(List<AeroSocketSettingChange> changes) {
		Map<String, String> problems = new LinkedHashMap<>();
		for (AeroSocketSettingChange change : changes) {
			String reason = FixedSettings.reason(change.name());
			if (reason != null) {
				problems.put(change.name(), "It cannot be changed while the server runs. " + reason);
			}
		}
		if (!problems.isEmpty()) {
			throw new InvalidAeroSocketSettingsException(problems, null);
		}
	}

	private static void checkNames(Set<String> names) {
		KnownProperties known = new KnownProperties();
		Map<String, String> problems = new LinkedHashMap<>();
		for (String name : names) {
			if (!known.isExactly(name)) {
				problems.put(name, SettingProblems.unknown(SimilarNames.of(name, known.names())));
			}
			else if (!name.startsWith(PREFIX + ".")) {
				problems.put(name,
						"It is not one of the server's settings, and holds from the start of the application.");
			}
		}
		if (!problems.isEmpty()) {
			throw new InvalidAeroSocketSettingsException(problems, null);
		}
	}

	private List<AeroSocketSettingChange> changes(AeroSocketServerProperties wanted) {
		Map<String, @Nullable String> before = SettingValues.of(PREFIX, this.current);
		Map<String, @Nullable String> after = SettingValues.of(PREFIX, wanted);
		Set<String> names = new TreeSet<>(before.keySet());
		names.addAll(after.keySet());
		List<AeroSocketSettingChange> changes = new ArrayList<>();
		for (String name : names) {
			if (!Objects.equals(before.get(name), after.get(name))) {
				changes.add(new AeroSocketSettingChange(name, before.get(name), after.get(name)));
			}
		}
		return changes;
	}

	private Map<String, Object> overrides() {
		Map<String, Object> overrides = new LinkedHashMap<>();
		if (this.context.getEnvironment()
			.getPropertySources()
			.get(PROPERTY_SOURCE) instanceof MapPropertySource source) {
			overrides.putAll(source.getSource());
		}
		return overrides;
	}

}
