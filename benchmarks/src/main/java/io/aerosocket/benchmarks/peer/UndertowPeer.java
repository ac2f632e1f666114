package io.aerosocket.benchmarks.peer;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import org.xnio.Options;
import org.xnio.Pooled;

/**
 * Undertow's core without servlets: whole messages on its I/O threads.
 */
// Undertow has deprecated the type of its messages' buffers, and offers no other.
@SuppressWarnings("deprecation")
final class UndertowPeer implements Peer {

	@Override
	public String name() {
		return "undertow";
	}

	@Override
	public String version() {
		return "Undertow core " + Peer.versionOf(Undertow.class);
	}

	@Override
	public RunningPeer start(PeerSettings settings) {
		Undertow server = Undertow.builder()
			.addHttpListener(settings.port(), "127.0.0.1")
			.setIoThreads(settings.threads())
			.setWorkerThreads(settings.threads())
			.setSocketOption(Options.TCP_NODELAY, true)
			.setSocketOption(Options.BACKLOG, NettyServer.BACKLOG)
			.setHandler(Handlers.path()
				.addExactPath(ECHO, Handlers.websocket(listening(new Echo())))
				.addExactPath(FANOUT, Handlers.websocket(listening(new Fanout()))))
			.build();
		server.start();
		InetSocketAddress address = (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
		return new RunningPeer(address.getPort(), server::stop);
	}

	private static WebSocketConnectionCallback listening(AbstractReceiveListener listener) {
		return (exchange, channel) -> {
			channel.getReceiveSetter().set(listener);
			channel.resumeReceives();
		};
	}

	/**
	 * Sends each message back.
	 */
	private static class Echo extends AbstractReceiveListener {

		@Override
		protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
			WebSockets.sendText(message.getData(), channel, null);
		}

		@Override
		protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
			Pooled<ByteBuffer[]> data = message.getData();
			WebSockets.sendBinary(WebSockets.mergeBuffers(data.getResource()), channel, null);
			data.close();
		}

		@Override
		protected long getMaxTextBufferSize() {
			return MAX_MESSAGE_BYTES;
		}

		@Override
		protected long getMaxBinaryBufferSize() {
			return MAX_MESSAGE_BYTES;
		}

	}

	/**
	 * Encodes each message once and sends it to everybody on the same path.
	 */
	private static final class Fanout extends Echo {

		@Override
		protected void onFullTextMessage(WebSocketChannel channel, BufferedTextMessage message) {
			ByteBuffer text = StandardCharsets.UTF_8.encode(message.getData());
			for (WebSocketChannel member : List.copyOf(channel.getPeerConnections())) {
				WebSockets.sendText(text.duplicate(), member, null);
			}
		}

		@Override
		protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
			Pooled<ByteBuffer[]> data = message.getData();
			ByteBuffer bytes = WebSockets.mergeBuffers(data.getResource());
			data.close();
			for (WebSocketChannel member : List.copyOf(channel.getPeerConnections())) {
				WebSockets.sendBinary(bytes.duplicate(), member, null);
			}
		}

	}

}
