package io.aerosocket.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.Connections;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.Transport;
import io.aerosocket.telemetry.DeadLetterSink;
import io.aerosocket.telemetry.DrainProgress;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.EngineSnapshot;

/**
 * A WebSocket server. Safe for any thread. It can be started once, and not again after it
 * was stopped.
 */
public interface AeroServer extends AutoCloseable {

	/**
	 * Where the server is in its life.
	 */
	enum State {

		/** Not started yet. */
		NEW,

		/** Accepting connections. */
		RUNNING,

		/** Refusing new connections while the open ones finish. */
		DRAINING,

		/** Stopped for good. */
		STOPPED

	}

	/**
	 * Starts a description of a server.
	 * @return a builder
	 */
	static Builder builder() {
		return new Builder();
	}

	/**
	 * Binds the port and begins to accept connections.
	 * @return this server
	 * @throws io.aerosocket.TransportException if the address cannot be bound, with the
	 * {@link java.net.BindException} as its cause
	 * @throws io.aerosocket.UnavailableTransportException if the kernel refuses the
	 * transport that was asked for by name
	 * @throws IllegalStateException if the server was started before
	 */
	AeroServer start();

	/**
	 * Begins the drain: new handshakes get 503, the listener closes, open connections get
	 * Close 1001 spread over the drain window after what was queued for them. Connections
	 * that remain at the end of the grace period are cut.
	 * <p>
	 * Called again meanwhile it hurries: who was not told yet is told at once, and their
	 * time is up after this grace period if that is sooner.
	 * @param grace how long the connections have, zero to cut them at once
	 * @return a stage that completes when the server has stopped; it says how many
	 * connections had to be cut
	 */
	CompletionStage<Integer> stop(Duration grace);

	/**
	 * Returns how far the drain has come.
	 * @return the progress, or {@code null} before {@link #stop}
	 */
	@Nullable DrainProgress drainProgress();

	/**
	 * Stops with the grace period of the options and waits until it has stopped.
	 */
	@Override
	void close();

	/**
	 * Returns where the server is in its life.
	 * @return the state
	 */
	State state();

	/**
	 * Returns the bound address.
	 * @return the address, or {@code null} before the start
	 */
	@Nullable InetSocketAddress address();

	/**
	 * Returns the bound port.
	 * @return the port, or {@code -1} before the start
	 */
	default int port() {
		InetSocketAddress address = address();
		return (address != null) ? address.getPort() : -1;
	}

	/**
	 * Returns the transport in use.
	 * @return the transport, never {@link Transport#AUTO}; before the start the one that
	 * is going to be used, unless the kernel refuses it
	 */
	Transport transport();

	/**
	 * Returns the event loops, so that clients may use them too: see
	 * {@link io.aerosocket.client.ClientOptions.Builder#eventLoopGroup}. What a handler
	 * connects to then lives on the event loop of the connection it handles, and messages
	 * pass from one to the other without changing the thread.
	 * <p>
	 * They are the server's to end, and end with it, which cuts whatever clients have
	 * there: close clients first.
	 * @return the event loops, not to be shut down
	 * @throws IllegalStateException if the server was not started, or has stopped
	 */
	EventLoopGroup eventLoops();

	/**
	 * Returns the options.
	 * @return those that hold now
	 */
	ServerOptions options();

	/**
	 * Changes options of a server that runs, or is going to, without closing a
	 * connection. All of the changes are made or, if this throws, none. Routes that
	 * inherit an option follow.
	 * <p>
	 * Open connections keep what was agreed on in their handshake (subprotocol,
	 * extensions, what compresses their messages, certificates); new ones agree on what
	 * the options say then. All other limits and habits hold for open connections too,
	 * from their next message on; a message or a handshake that is under way keeps the
	 * size or the time that it began with, and connections beyond a lower
	 * {@code maxConnections} stay. A change of {@code workerThreads} takes effect as
	 * calls end.
	 * <p>
	 * Fixed as long as the server runs are {@code address}, {@code port},
	 * {@code transport}, {@code eventLoops}, {@code backlog}, {@code acceptors},
	 * {@code reusePort}, {@code plaintext}, {@link ServerChannels} and whether there is
	 * an {@code sslContext}, though not which.
	 * @param changes what to set, starting from the options that hold; called once, on
	 * this thread
	 * @return the options that hold now
	 * @throws FixedOptionsException if that changes an option that is fixed; it names
	 * each with the reason
	 * @throws IllegalArgumentException if an option is out of range
	 * @throws IllegalStateException if the server is draining or has stopped
	 */
	ServerOptions reconfigure(Consumer<ServerOptions.Builder> changes);

	/**
	 * Returns the open connections.
	 * @return a live view
	 */
	Connections connections();

	/**
	 * Returns how the connections are spread over the event loops.
	 * @return how many connections each event loop has; empty before the start
	 */
	List<Long> connectionsByLoop();

	/**
	 * Returns how late the event loops run: as late as the last look at their connections
	 * was, about once a second, or the next one already is.
	 * @return the lag of each, in the order of {@link #connectionsByLoop()}, never
	 * negative; empty before the start
	 */
	List<Duration> lagByLoop();

	/**
	 * Reads the counters.
	 * @return their values now
	 */
	EngineSnapshot snapshot();

	/**
	 * Describes a server.
	 */
	final class Builder {

		private final ServerOptions.Builder options = ServerOptions.builder();

		private final List<Route> routes = new ArrayList<>();

		private final List<HandshakeInterceptor> interceptors = new ArrayList<>();

		private final List<EngineListener> listeners = new ArrayList<>();

		private final List<DeadLetterSink> deadLetterSinks = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Sets the port.
		 * @param port 0 for any free one; 8090 unless set
		 * @return this builder
		 */
		public Builder port(int port) {
			this.options.port(port);
			return this;
		}

		/**
		 * Sets options.
		 * @param configurer what to set
		 * @return this builder
		 */
		public Builder options(Consumer<ServerOptions.Builder> configurer) {
			configurer.accept(this.options);
			return this;
		}

		/**
		 * Adds a route that is like its server.
		 * @param pattern a path such as {@code /chat/{room}}; a variable stands for one
		 * segment
		 * @param handler the handler of its connections
		 * @return this builder
		 * @throws IllegalArgumentException if the pattern is malformed
		 */
		public Builder route(String pattern, ConnectionHandler handler) {
			return route(pattern, handler, RouteOptions.INHERITED);
		}

		/**
		 * Adds a route.
		 * @param pattern a path such as {@code /chat/{room}}; a variable stands for one
		 * segment
		 * @param handler the handler of its connections
		 * @param options where it differs from its server
		 * @return this builder
		 * @throws IllegalArgumentException if the pattern is malformed
		 */
		public Builder route(String pattern, ConnectionHandler handler, RouteOptions options) {
			this.routes.add(new Route(pattern, handler, options));
			return this;
		}

		/**
		 * Adds an interceptor behind those added before.
		 * @param interceptor the interceptor
		 * @return this builder
		 */
		public Builder interceptor(HandshakeInterceptor interceptor) {
			this.interceptors.add(interceptor);
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
		 * Adds a sink for messages that are given up.
		 * @param sink the sink
		 * @return this builder
		 */
		public Builder deadLetterSink(DeadLetterSink sink) {
			this.deadLetterSinks.add(sink);
			return this;
		}

		/**
		 * Checks the description.
		 * @return a server that is not started
		 * @throws IllegalArgumentException if an option is out of range or two routes
		 * have the same pattern
		 * @throws io.aerosocket.UnavailableTransportException if the transport that was
		 * asked for by name is not present
		 */
		public AeroServer build() {
			return new NettyServer(this.options.build(), List.copyOf(this.routes), List.copyOf(this.interceptors),
					List.copyOf(this.listeners), List.copyOf(this.deadLetterSinks));
		}

	}

}
