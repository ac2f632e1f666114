package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.context.ApplicationEventPublisher;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionActivity;
import io.aerosocket.Connections;

/**
 * {@link Endpoint @Endpoint} that shows the connections of the server, page by page, and
 * closes one.
 */
@Endpoint(id = "aerosocketconnections")
public final class AeroSocketConnectionsEndpoint {

	private static final String CAUSE = "JMX";

	private static final int DEFAULT_LIMIT = 100;

	private static final int LARGEST_LIMIT = 1000;

	private static final int LONGEST_REASON = 123;

	private final Connections connections;

	private final ApplicationEventPublisher events;

	/**
	 * Creates the endpoint.
	 * @param connections the server's connections
	 * @param events is told of what operators close
	 */
	public AeroSocketConnectionsEndpoint(Connections connections, ApplicationEventPublisher events) {
		this.connections = connections;
		this.events = events;
	}

	/**
	 * Shows connections.
	 * @param path their path, or the pattern of their paths; all unless given
	 * @param user the name of their user; all unless given
	 * @param limit how many to show, up to 1000; 100 unless given
	 * @param offset how many to leave out before; none unless given
	 * @return a page
	 */
	@ReadOperation
	public PageDescriptor connections(@Nullable String path, @Nullable String user, @Nullable Integer limit,
			@Nullable Integer offset) {
		int most = (limit != null) ? limit : DEFAULT_LIMIT;
		int first = (offset != null) ? offset : 0;
		if (most < 0 || most > LARGEST_LIMIT) {
			throw invalid("limit: " + most + " (expected: 0-" + LARGEST_LIMIT + ")");
		}
		if (first < 0) {
			throw invalid("offset: " + first + " (expected: 0 or more)");
		}
		Predicate<Connection> matching = (connection) -> (path == null || hasPath(connection, path))
				&& (user == null || user.equals(user(connection)));
		List<Connection> all = this.connections.all().stream().filter(matching).toList();
		return new PageDescriptor(all.size(), first,
				all.stream().skip(first).limit(most).map(AeroSocketConnectionsEndpoint::describe).toList());
	}

	/**
	 * Shows a connection.
	 * @param id its id
	 * @return the connection, or {@code null} if there is none of this id
	 */
	@ReadOperation
	public @Nullable ConnectionDescriptor connection(@Selector String id) {
		Connection connection = this.connections.find(id);
		return (connection != null) ? describe(connection) : null;
	}

	/**
	 * Closes a connection.
	 * @param id its id
	 * @param code the close code; 1001 unless given
	 * @param reason what the peer is told; nothing unless given
	 * @return what is being closed, or {@code null} if there is no connection of this id
	 */
	@DeleteOperation
	public @Nullable CloseDescriptor close(@Selector String id, @Nullable Integer code, @Nullable String reason) {
		return close(id, code, reason, CAUSE);
	}

	@Nullable CloseDescriptor close(String id, @Nullable Integer code, @Nullable String reason, String operator) {
		int value = (code != null) ? code : CloseCode.GOING_AWAY.value();
		if (!CloseCode.isSendable(value)) {
			throw invalid("code: " + value + " (expected: 1000-1003, 1007-1014 or one of your own from 3000 to 4999)");
		}
		String text = (reason != null) ? reason : "";
		if (text.getBytes(StandardCharsets.UTF_8).length > LONGEST_REASON) {
			throw invalid("reason: longer than " + LONGEST_REASON + " bytes (expected: at most that)");
		}
		Connection connection = this.connections.find(id);
		if (connection == null) {
			return null;
		}
		connection.close(new CloseCode(value), text);
		this.events.publishEvent(new AeroSocketOperatorCloseEvent(connection, operator, value, text));
		return new CloseDescriptor(id, value, text);
	}

	private static boolean hasPath(Connection connection, String path) {
		return connection.handshake().pathPattern().equals(path) || connection.handshake().path().equals(path);
	}

	private static @Nullable String user(Connection connection) {
		Principal user = connection.handshake().principal();
		return (user != null) ? user.getName() : null;
	}

	private static InvalidEndpointRequestException invalid(String message) {
		return new InvalidEndpointRequestException(message, message);
	}

	private static ConnectionDescriptor describe(Connection connection) {
		ConnectionActivity activity = connection.activity();
		return new ConnectionDescriptor(connection.id(), connection.handshake().path(),
				connection.handshake().pathPattern(), user(connection), String.valueOf(connection.remoteAddress()),
				connection.subprotocol(), connection.extensions(), connection.handshake().isSecure(),
				connection.isOpen(), activity.age(), activity.sinceMessage(), activity.sinceRead(),
				connection.queuedBytes());
	}

	/**
	 * Some of the connections.
	 *
	 * @param total how many there are, of those that were asked for
	 * @param offset how many were left out before
	 * @param connections the connections
	 */
	public record PageDescriptor(int total, int offset, List<ConnectionDescriptor> connections) {

	}

	/**
	 * A connection.
	 *
	 * @param id its id
	 * @param path the path that was asked for, without its query
	 * @param pattern the pattern of that path
	 * @param user the name of its user, or {@code null} if nobody knows
	 * @param remoteAddress the peer's address
	 * @param subprotocol the subprotocol that was agreed on, or {@code null}
	 * @param extensions the extensions that were agreed on
	 * @param secure whether it came over TLS
	 * @param open whether it is open; {@code false} while it closes
	 * @param age time since it was opened
	 * @param sinceMessage time since a message in either direction
	 * @param sinceRead time since any sign of life
	 * @param queuedBytes what waits to be written to it
	 */
	public record ConnectionDescriptor(String id, String path, String pattern, @Nullable String user,
			String remoteAddress, @Nullable String subprotocol, List<String> extensions, boolean secure, boolean open,
			Duration age, Duration sinceMessage, Duration sinceRead, long queuedBytes) {

	}

	/**
	 * A connection that is being closed.
	 *
	 * @param id its id
	 * @param code the close code
	 * @param reason what the peer is told
	 */
	public record CloseDescriptor(String id, int code, String reason) {

	}

}
