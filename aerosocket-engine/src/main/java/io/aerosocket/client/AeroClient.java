package io.aerosocket.client;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Connections;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.EngineSnapshot;

/**
 * A WebSocket client, which opens any number of connections. Safe for any thread. Its own
 * threads are daemons: they do not keep an application alive.
 */
public interface AeroClient extends AutoCloseable {

	/**
	 * Starts a description of a client.
	 * @return a builder
	 */
	static Builder builder() {
		return new Builder();
	}

	/**
	 * Creates a client with the defaults.
	 * @return the client
	 */
	static AeroClient create() {
		return builder().build();
	}

	/**
	 * Opens a connection.
	 * @param uri a {@code ws:} or {@code wss:} address
	 * @param handler the handler of the connection; one may serve many
	 * @return as {@link #connect(ConnectRequest, ConnectionHandler)}
	 * @throws IllegalArgumentException if the address is none that leads to a WebSocket
	 */
	default CompletableFuture<Connection> connect(URI uri, ConnectionHandler handler) {
		return connect(ConnectRequest.to(uri).build(), handler);
	}

	/**
	 * Opens a connection.
	 * @param request what to connect to
	 * @param handler the handler of the connection; one may serve many
	 * @return a stage that completes on the connection's event loop, after
	 * {@link ConnectionHandler#onOpen} was called and before the first message is
	 * handled. It fails with {@link io.aerosocket.HandshakeException}, which says what
	 * the server answered, or with {@link io.aerosocket.TransportException}, whose cause
	 * says why the server was not reached or not trusted. To cancel or complete it gives
	 * the attempt up.
	 * @throws IllegalStateException if the client was closed
	 */
	CompletableFuture<Connection> connect(ConnectRequest request, ConnectionHandler handler);

	/**
	 * Opens a connection to be used by threads that wait, and waits for it.
	 * @param uri a {@code ws:} or {@code wss:} address
	 * @return as {@link #open(ConnectRequest)}
	 * @throws InterruptedException if the thread is interrupted, which gives the attempt
	 * up
	 * @throws IllegalArgumentException if the address is none that leads to a WebSocket
	 */
	default BlockingConnection open(URI uri) throws InterruptedException {
		return open(ConnectRequest.to(uri).build());
	}

	/**
	 * Opens a connection to be used by threads that wait, and waits for it.
	 * @param request what to connect to
	 * @return the connection
	 * @throws InterruptedException if the thread is interrupted, which gives the attempt
	 * up
	 * @throws io.aerosocket.HandshakeException if the server refuses, or breaks a rule
	 * @throws io.aerosocket.TransportException if it is not reached or not trusted
	 * @throws IllegalStateException if the client was closed
	 */
	BlockingConnection open(ConnectRequest request) throws InterruptedException;

	/**
	 * Begins the end: attempts to connect are given up, open connections get Close 1001
	 * after what was queued for them. Connections that remain at the end of the grace
	 * period are cut.
	 * @param grace how long the connections have, zero to cut them at once
	 * @return a stage that completes when the client has ended; it says how many
	 * connections had to be cut
	 */
	CompletionStage<Integer> stop(Duration grace);

	/**
	 * Stops with the grace period of the options and waits until the client has ended.
	 */
	@Override
	void close();

	/**
	 * Returns the options.
	 * @return the options
	 */
	ClientOptions options();

	/**
	 * Returns the open connections.
	 * @return a live view
	 */
	Connections connections();

	/**
	 * Reads the counters.
	 * @return their values now, in which attempts to connect count as handshaking
	 */
	EngineSnapshot snapshot();

	/**
	 * Describes a client.
	 */
	final class Builder {

		private final ClientOptions.Builder options = ClientOptions.builder();

		private final List<EngineListener> listeners = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Sets options.
		 * @param configurer what to set
		 * @return this builder
		 */
		public Builder options(Consumer<ClientOptions.Builder> configurer) {
			configurer.accept(this.options);
			return this;
		}

		/**
		 * Adds a listener.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder listener(EngineListener listener) {
			this.listeners.add(listener);
			return this;
		}

		/**
		 * Checks the description and starts the client's threads.
		 * @return a client
		 * @throws IllegalArgumentException if an option is out of range, or the transport
		 * is not available here
		 */
		public AeroClient build() {
			return new NettyClient(this.options.build(), List.copyOf(this.listeners));
		}

	}

}
