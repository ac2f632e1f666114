package io.aerosocket.spring.handler;

import java.security.Principal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionIndex;
import io.aerosocket.Connections;
import io.aerosocket.Handshake;
import io.aerosocket.telemetry.LogGate;

/**
 * Finds connections by user and path. Each index is made when it is used for the first
 * time, so that an application pays for those that it uses.
 */
final class ConnectionDirectory {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionDirectory.class);

	private final LogGate gate = new LogGate();

	private final Supplier<? extends @Nullable Connections> connections;

	private final Supplier<? extends @Nullable ConnectionCodecs> codecs;

	private final ConnectionIndex<String> byUser;

	private final ConnectionIndex<String> byPattern;

	private final ConnectionIndex<Place> byPlace;

	ConnectionDirectory(Supplier<? extends @Nullable Connections> connections,
			Supplier<? extends @Nullable ConnectionCodecs> codecs) {
		this.connections = connections;
		this.codecs = codecs;
		this.byUser = ConnectionIndex.deferred(connections, ConnectionDirectory::user);
		this.byPattern = ConnectionIndex.deferred(connections, Handshake::pathPattern);
		this.byPlace = ConnectionIndex.deferred(connections, Place::of);
	}

	/**
	 * Returns the connections there are.
	 * @return the server's
	 * @throws IllegalStateException if there is no server
	 */
	Connections connections() {
		Connections current = this.connections.get();
		if (current == null) {
			throw new IllegalStateException(
					"There is no AeroSocket server to send with. Set aerosocket.server.enabled=true, or define a "
							+ Connections.class.getName() + " bean");
		}
		return current;
	}

	/**
	 * Finds the connections of a selection.
	 * @param selection the selection
	 * @return the connections, or {@code null} if looking at all of them is the quickest
	 * way
	 * @throws IllegalStateException if there is no server
	 */
	@Nullable Collection<Connection> find(Selection selection) {
		Connections current = connections();
		if (selection instanceof Selection.ById one) {
			Connection found = current.find(one.id());
			return (found != null) ? List.of(found) : List.of();
		}
		if (selection instanceof Selection.ByUser user) {
			return this.byUser.find(user.name());
		}
		if (selection instanceof Selection.ByPath path) {
			boolean isPlace = path.complete() && !path.variables().isEmpty();
			Collection<Connection> found = isPlace ? this.byPlace.find(new Place(path.pattern(), path.variables()))
					: byPattern(current, path.pattern());
			if (found != null && found.isEmpty()) {
				check(path.pattern());
			}
			return found;
		}
		return null;
	}

	// Nobody is there, and if nobody can be there, somebody is to learn why. No error: a
	// handler may be left out on purpose.
	private void check(String pattern) {
		ConnectionCodecs known = this.codecs.get();
		if (known != null && !known.paths().contains(pattern) && this.gate.opens()) {
			logger.warn("Nobody is on '{}', and no handler has that path. Paths are written as handlers have them: {}",
					pattern, known.paths().stream().sorted().toList());
		}
	}

	private @Nullable Collection<Connection> byPattern(Connections current, String pattern) {
		// Most servers have one path that nearly all connections are of.
		return (this.byPattern.count(pattern) <= current.count() / 2) ? this.byPattern.find(pattern) : null;
	}

	private static @Nullable String user(Handshake handshake) {
		Principal principal = handshake.principal();
		return (principal != null) ? principal.getName() : null;
	}

	/**
	 * A path with the values of all its variables.
	 *
	 * @param pattern the pattern
	 * @param variables the values
	 */
	private record Place(String pattern, Map<String, String> variables) {

		static @Nullable Place of(Handshake handshake) {
			Map<String, String> variables = handshake.pathVariables();
			return variables.isEmpty() ? null : new Place(handshake.pathPattern(), variables);
		}

	}

}
