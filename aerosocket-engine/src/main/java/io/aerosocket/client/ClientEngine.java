package io.aerosocket.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.jspecify.annotations.Nullable;

import io.aerosocket.extension.Extension;
import io.aerosocket.internal.connection.ConnectionRegistry;
import io.aerosocket.internal.extension.Extensions;
import io.aerosocket.internal.transport.HostResolver;

/**
 * What all attempts of a client share. Safe for any thread.
 */
final class ClientEngine {

	private final ClientOptions options;

	private final Bootstrap bootstrap;

	private final ConnectionRegistry registry;

	private final HostResolver resolver;

	private final ConnectReports reports;

	private final Set<ConnectAttempt> attempts = ConcurrentHashMap.newKeySet();

	/** Every socket that is not closed yet. */
	private final ChannelGroup sockets = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private final List<Extension> extensions;

	private volatile @Nullable ClientTls tls;

	ClientEngine(ClientOptions options, Bootstrap bootstrap, ConnectionRegistry registry, ConnectReports reports) {
		this.options = options;
		this.bootstrap = bootstrap;
		this.registry = registry;
		this.reports = reports;
		this.resolver = new HostResolver(options.resolver());
		this.extensions = Extensions.of(options.connection().compression(), options.extensions());
		this.tls = options.tls();
	}

	ClientOptions options() {
		return this.options;
	}

	Bootstrap bootstrap() {
		return this.bootstrap;
	}

	/**
	 * Returns what is offered in each handshake.
	 * @return the extensions, the favourite first
	 */
	List<Extension> extensions() {
		return this.extensions;
	}

	ConnectionRegistry registry() {
		return this.registry;
	}

	ConnectReports reports() {
		return this.reports;
	}

	/**
	 * Gets everything that takes a while, away from the event loops: a host's addresses,
	 * and what the JDK trusts.
	 * @param host the host, unresolved
	 * @param loop the event loop that will need them
	 * @param secure whether {@link #tls()} will be needed
	 * @return the addresses
	 */
	CompletableFuture<List<InetAddress>> prepare(InetSocketAddress host, EventLoop loop, boolean secure) {
		CompletableFuture<List<InetAddress>> addresses = this.resolver.resolve(host, loop);
		if (!secure || this.tls != null) {
			return addresses;
		}
		return addresses.thenCompose((found) -> this.resolver.run(this::tls).thenApply((done) -> found));
	}

	/**
	 * Returns whom to trust.
	 * @return the settings
	 */
	ClientTls tls() {
		ClientTls current = this.tls;
		if (current == null) {
			current = ClientTls.builder().build();
			this.tls = current;
		}
		return current;
	}

	/**
	 * Keeps a socket until it is closed.
	 * @param socket the socket
	 */
	void opened(Channel socket) {
		this.sockets.add(socket);
	}

	/**
	 * Closes what is open.
	 * @return completes when it is closed, which with io_uring is when the kernel has let
	 * go of it
	 */
	Future<?> closeSockets() {
		return this.sockets.close();
	}

	void began(ConnectAttempt attempt) {
		this.attempts.add(attempt);
		this.reports.began();
	}

	void ended(ConnectAttempt attempt) {
		this.attempts.remove(attempt);
	}

	/**
	 * Gives all attempts up and closes what is open, because the event loops end.
	 * @return completes when it is closed
	 */
	Future<?> loopsEnd() {
		this.attempts.forEach(ConnectAttempt::loopEnded);
		return closeSockets();
	}

	int attempts() {
		return this.attempts.size();
	}

	/**
	 * Ends all attempts.
	 */
	void close() {
		this.attempts.forEach(ConnectAttempt::giveUp);
		this.resolver.close();
	}

}
