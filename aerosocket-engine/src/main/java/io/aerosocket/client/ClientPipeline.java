package io.aerosocket.client;

import java.net.InetSocketAddress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.proxy.HttpProxyHandler;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.handler.proxy.Socks5ProxyHandler;
import org.jspecify.annotations.Nullable;

import io.aerosocket.internal.transport.Http1ClientTransport;

/**
 * Furnishes one socket that is about to connect: the way through the proxy, TLS, and HTTP
 * until the handshake is done.
 */
final class ClientPipeline extends ChannelInitializer<Channel> {

	private final Destination destination;

	private final @Nullable ClientTls tls;

	private final @Nullable ProxyHandler proxy;

	private final Http1ClientTransport transport;

	/**
	 * Creates the pipeline of one socket.
	 * @param destination where it leads
	 * @param tls how to encrypt, if the destination wants that
	 * @param proxy the way through the proxy, or {@code null}
	 * @param transport sends the request
	 */
	ClientPipeline(Destination destination, @Nullable ClientTls tls, @Nullable ProxyHandler proxy,
			Http1ClientTransport transport) {
		this.destination = destination;
		this.tls = tls;
		this.proxy = proxy;
		this.transport = transport;
	}

	/**
	 * Makes the way through a proxy.
	 * @param settings the proxy
	 * @param address its address
	 * @return the handler
	 */
	static ProxyHandler proxyHandler(ProxySettings settings, InetSocketAddress address) {
		String user = settings.user();
		String password = settings.password();
		ProxyHandler handler = switch (settings.type()) {
			case HTTP -> (user != null && password != null) ? new HttpProxyHandler(address, user, password)
					: new HttpProxyHandler(address);
			case SOCKS5 -> new Socks5ProxyHandler(address, user, password);
		};
		// Our own deadline covers the proxy, TLS and HTTP together.
		handler.setConnectTimeoutMillis(0);
		return handler;
	}

	@Override
	protected void initChannel(Channel channel) {
		if (this.proxy != null) {
			channel.pipeline().addLast(this.proxy);
		}
		if (this.tls != null) {
			channel.pipeline().addLast(this.tls.newHandler(channel.alloc(), this.destination));
		}
		channel.pipeline().addLast(this.transport);
	}

}
