package io.aerosocket.benchmarks.peer;

import java.net.InetAddress;

import org.apache.catalina.util.ServerInfo;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.websocket.server.Constants;
import org.apache.tomcat.websocket.server.WsSci;
import org.eclipse.jetty.ee11.webapp.AbstractConfiguration;
import org.eclipse.jetty.ee11.webapp.WebAppContext;
import org.eclipse.jetty.ee11.websocket.server.JettyWebSocketServerContainer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.web.socket.server.jetty.JettyRequestUpgradeStrategy;
import org.springframework.web.socket.server.standard.StandardWebSocketUpgradeStrategy;

/**
 * The servlet containers for {@link SpringServletPeer}, with as few threads as they can
 * do with.
 */
final class SpringContainers {

	private static final String MESSAGE_BYTES = String.valueOf(Peer.MAX_MESSAGE_BYTES);

	/** What Jetty keeps for its acceptor and reserves, beside the threads that serve. */
	private static final int JETTY_OWN_THREADS = 4;

	private SpringContainers() {
	}

	/**
	 * Returns Tomcat: an acceptor, a poller, and the threads that serve.
	 * @return the peer
	 */
	static Peer tomcat() {
		return new SpringServletPeer("spring-tomcat", ServerInfo.getServerInfo(), SpringContainers::tomcat,
				new StandardWebSocketUpgradeStrategy());
	}

	/**
	 * Returns Jetty: an acceptor, as many selectors as threads were asked for, and a
	 * pool.
	 * @return the peer
	 */
	static Peer jetty() {
		JettyRequestUpgradeStrategy upgrade = new JettyRequestUpgradeStrategy();
		upgrade.addWebSocketConfigurer((limits) -> {
			limits.setMaxTextMessageSize(Peer.MAX_MESSAGE_BYTES);
			limits.setMaxBinaryMessageSize(Peer.MAX_MESSAGE_BYTES);
			limits.setMaxFrameSize(Peer.MAX_MESSAGE_BYTES);
		});
		return new SpringServletPeer("spring-jetty", "Jetty " + Server.getVersion(), SpringContainers::jetty, upgrade);
	}

	private static TomcatServletWebServerFactory tomcat(PeerSettings settings) {
		TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory(settings.port());
		factory.setAddress(InetAddress.getLoopbackAddress());
		factory.addConnectorCustomizers((connector) -> {
			AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
			protocol.setMaxThreads(settings.threads());
			protocol.setMinSpareThreads(settings.threads());
			protocol.setMaxConnections(-1);
			protocol.setAcceptCount(NettyServer.BACKLOG);
			protocol.setTcpNoDelay(true);
		});
		factory.addContextCustomizers((context) -> {
			context.addServletContainerInitializer(new WsSci(), null);
			context.addParameter(Constants.TEXT_BUFFER_SIZE_SERVLET_CONTEXT_INIT_PARAM, MESSAGE_BYTES);
			context.addParameter(Constants.BINARY_BUFFER_SIZE_SERVLET_CONTEXT_INIT_PARAM, MESSAGE_BYTES);
		});
		return factory;
	}

	private static JettyServletWebServerFactory jetty(PeerSettings settings) {
		JettyServletWebServerFactory factory = new JettyServletWebServerFactory(settings.port());
		factory.setAddress(InetAddress.getLoopbackAddress());
		factory.setAcceptors(1);
		factory.setSelectors(settings.threads());
		factory.setThreadPool(new QueuedThreadPool(2 * settings.threads() + JETTY_OWN_THREADS));
		factory.addServerCustomizers((server) -> {
			for (Connector connector : server.getConnectors()) {
				((ServerConnector) connector).setAcceptQueueSize(NettyServer.BACKLOG);
			}
		});
		factory.addConfigurations(new AbstractConfiguration(new AbstractConfiguration.Builder()) {

			@Override
			public void configure(WebAppContext context) {
				WebSocketServerComponents.ensureWebSocketComponents(context.getServer(),
						context.getContext().getContextHandler());
				JettyWebSocketServerContainer.ensureContainer(context.getServletContext());
			}

		});
		return factory;
	}

}
