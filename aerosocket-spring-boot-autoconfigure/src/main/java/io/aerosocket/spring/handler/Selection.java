package io.aerosocket.spring.handler;

import java.security.Principal;
import java.util.Map;

import io.aerosocket.Connection;

/**
 * Which connections a message is for.
 */
sealed interface Selection {

	/**
	 * Returns whether a connection is one of them.
	 * @param connection the connection
	 * @return whether it is
	 */
	boolean includes(Connection connection);

	/**
	 * One connection.
	 *
	 * @param id its id
	 */
	record ById(String id) implements Selection {

		@Override
		public boolean includes(Connection connection) {
			return connection.id().equals(this.id);
		}

	}

	/**
	 * The connections of a user.
	 *
	 * @param name the name of the principal
	 */
	record ByUser(String name) implements Selection {

		@Override
		public boolean includes(Connection connection) {
			Principal principal = connection.handshake().principal();
			return principal != null && this.name.equals(principal.getName());
		}

	}

	/**
	 * The connections of a path.
	 *
	 * @param pattern the pattern of the route
	 * @param variables values of variables
	 * @param complete whether all of the pattern's variables have values
	 */
	record ByPath(String pattern, Map<String, String> variables, boolean complete) implements Selection {

		@Override
		public boolean includes(Connection connection) {
			return this.pattern.equals(connection.handshake().pathPattern())
					&& connection.handshake().pathVariables().entrySet().containsAll(this.variables.entrySet());
		}

	}

	/**
	 * All connections.
	 */
	enum All implements Selection {

		INSTANCE;

		@Override
		public boolean includes(Connection connection) {
			return true;
		}

	}

}
