package io.aerosocket.spring.handler;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connections;

/**
 * Sends messages to connections from anywhere in an application: to one, to all of a
 * user, to all of a path, or to all.
 *
 * <pre class="code">
 * template.user("ada").send(new Alert("Your order is on its way"));
 * template.path("/chat/{room}", "lobby").filter(Members::isActive).send("Closing soon");
 * </pre>
 *
 * Safe for any thread. Nothing here waits for the network. While the server has not
 * started there are no connections, so that messages are for nobody.
 */
public final class AeroSocketTemplate {

	private final ConnectionDirectory directory;

	private final Supplier<? extends @Nullable ConnectionCodecs> codecs;

	/**
	 * Creates a template.
	 * @param connections supplies the server's connections when they are needed, or
	 * {@code null} if there is no server
	 * @param codecs supplies what knows each connection's codec when it is needed, or
	 * {@code null} as long as there are no handlers
	 */
	public AeroSocketTemplate(Supplier<? extends @Nullable Connections> connections,
			Supplier<? extends @Nullable ConnectionCodecs> codecs) {
		this.directory = new ConnectionDirectory(connections, codecs);
		this.codecs = codecs;
	}

	/**
	 * Selects one connection.
	 * @param id its {@link io.aerosocket.Connection#id()}
	 * @return that connection; nobody if none with that id is open
	 */
	public AeroSocketReceivers connection(String id) {
		return receivers(new Selection.ById(id));
	}

	/**
	 * Selects the connections of a user, found in an index. That is made when it is
	 * needed for the first time, and takes some 100 bytes for each connection from then
	 * on.
	 * @param name the name of the {@link java.security.Principal} of their handshakes
	 * @return the user's connections
	 */
	public AeroSocketReceivers user(String name) {
		return receivers(new Selection.ByUser(name));
	}

	/**
	 * Selects the connections of a path, found in an index as in {@link #user} if all
	 * variables have values or there are none.
	 * @param pattern the path as the handler has it, for example {@code /chat/{room}}
	 * @param values the values of its variables in their order, or none for all
	 * connections of the pattern
	 * @return the connections; nobody, and a warning in the log, if no handler has the
	 * path
	 * @throws IllegalArgumentException if there are more or fewer values than variables
	 */
	public AeroSocketReceivers path(String pattern, Object... values) {
		List<String> names = PathVariables.of(pattern);
		if (values.length != 0 && values.length != names.size()) {
			throw new IllegalArgumentException("values of " + pattern + ": " + values.length + " (expected: none, or "
					+ names.size() + " as it has variables)");
		}
		Map<String, String> variables = new LinkedHashMap<>();
		for (int i = 0; i < values.length; i++) {
			variables.put(names.get(i), String.valueOf(values[i]));
		}
		return receivers(new Selection.ByPath(pattern, Map.copyOf(variables), variables.size() == names.size()));
	}

	/**
	 * Selects the connections of a path, found in an index as in {@link #user}.
	 * @param pattern the path as the handler has it, for example
	 * {@code /org/{org}/chat/{room}}
	 * @param variables values of some or all of its variables by name
	 * @return the connections
	 * @throws IllegalArgumentException if the pattern has no such variable
	 */
	public AeroSocketReceivers path(String pattern, Map<String, ?> variables) {
		List<String> names = PathVariables.of(pattern);
		Map<String, String> values = new LinkedHashMap<>();
		variables.forEach((name, value) -> {
			if (!names.contains(name)) {
				throw new IllegalArgumentException("path variable: " + name + " (expected: one of " + pattern + ")");
			}
			values.put(name, String.valueOf(value));
		});
		return receivers(new Selection.ByPath(pattern, Map.copyOf(values), values.size() == names.size()));
	}

	/**
	 * Selects all connections.
	 * @return all that are open
	 */
	public AeroSocketReceivers all() {
		return receivers(Selection.All.INSTANCE);
	}

	private AeroSocketReceivers receivers(Selection selection) {
		return new AeroSocketReceivers(this.directory, this.codecs, selection, null, null);
	}

}
