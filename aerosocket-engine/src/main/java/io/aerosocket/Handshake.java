package io.aerosocket;

import java.net.SocketAddress;
import java.security.Principal;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The opening handshake of a connection (RFC 6455 section 4): the request, and what was
 * agreed. Immutable but for its {@link #attributes() attributes}; safe for any thread.
 */
public interface Handshake extends Attributed {

	/**
	 * Returns the path that was asked for, as it travelled: percent-encoded, without the
	 * query.
	 * @return the path, starting with a slash
	 */
	String path();

	/**
	 * Returns the pattern of the route that serves this connection.
	 * @return the pattern, for example {@code /chat/{room}}; the path where we are the
	 * client
	 */
	String pathPattern();

	/**
	 * Returns the values of the pattern's variables, percent-decoded.
	 * @return value by name, empty when the pattern has no variables
	 */
	Map<String, String> pathVariables();

	/**
	 * Returns the query string as it travelled.
	 * @return what follows the question mark, or {@code null} without one
	 */
	@Nullable String query();

	/**
	 * Returns the query's parameters, decoded, in the order they arrived.
	 * @return values by name, empty without a query
	 */
	Map<String, List<String>> queryParameters();

	/**
	 * Returns the request's header fields. Those that only made it a connection
	 * ({@code Connection}, {@code Upgrade}, {@code Sec-WebSocket-Key} and
	 * {@code Sec-WebSocket-Version}) are there for interceptors, and gone when the
	 * connection is open.
	 * @return the header fields
	 */
	Headers headers();

	/**
	 * Returns the header fields that the server answered, where we are the client.
	 * @return the header fields, empty where we are the server
	 */
	default Headers answerHeaders() {
		return NoHeaders.INSTANCE;
	}

	/**
	 * Returns the subprotocols that the client offers, its favourite first.
	 * @return the offer, possibly empty
	 */
	List<String> requestedSubprotocols();

	/**
	 * Returns the peer's address, which is the proxy's where a client goes through one.
	 * @return the address
	 */
	SocketAddress remoteAddress();

	/**
	 * Returns our own address.
	 * @return the address
	 */
	SocketAddress localAddress();

	/**
	 * Returns whether the connection is encrypted.
	 * @return {@code true} over TLS
	 */
	boolean isSecure();

	/**
	 * Returns who the peer is: what an interceptor said, else the subject of its TLS
	 * certificate.
	 * @return the principal, or {@code null} when nobody said
	 */
	@Nullable Principal principal();

	/**
	 * Returns the attributes that the connection starts with; interceptors may add some.
	 * The connection's own {@link Connection#attributes() attributes} are the same map.
	 * @return a map that is safe for any thread and accepts no {@code null}
	 */
	@Override
	Map<String, Object> attributes();

}
