package io.aerosocket.spring.observation;

import java.lang.reflect.Method;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Message;

/**
 * What is known of an observed message. Its span has a parent only if the message carries
 * one, see {@link MessageHeadersExtractor}, and links to the span of the handshake.
 */
public final class AeroSocketMessageObservationContext extends ReceiverContext<Message> {

	private final Connection connection;

	private final Method method;

	private final int size;

	private final boolean text;

	private final boolean carryingParent;

	/**
	 * Creates the context.
	 * @param connection the connection that the message came from
	 * @param message the message
	 * @param method the method that handles it
	 * @param headers reads what the message carries, or {@code null} if it carries
	 * nothing
	 */
	public AeroSocketMessageObservationContext(Connection connection, Message message, Method method,
			@Nullable MessageHeadersExtractor headers) {
		super((carrier, name) -> (headers != null) ? headers.header(connection, carrier, name) : null, Kind.CONSUMER);
		setCarrier(message);
		this.connection = connection;
		this.method = method;
		this.size = message.size();
		this.text = message instanceof Message.Text;
		this.carryingParent = headers != null && headers.hasHeaders(connection, message);
	}

	/**
	 * Returns the connection that the message came from.
	 * @return the connection
	 */
	public Connection getConnection() {
		return this.connection;
	}

	/**
	 * Returns the method that handles the message.
	 * @return the method of the handler's own class
	 */
	public Method getMethod() {
		return this.method;
	}

	/**
	 * Returns the size of the payload, also when the message can no longer be read.
	 * @return bytes
	 */
	public int getSize() {
		return this.size;
	}

	/**
	 * Returns whether the message is a text.
	 * @return {@code false} for a binary message
	 */
	public boolean isText() {
		return this.text;
	}

	boolean isCarryingParent() {
		return this.carryingParent;
	}

}
