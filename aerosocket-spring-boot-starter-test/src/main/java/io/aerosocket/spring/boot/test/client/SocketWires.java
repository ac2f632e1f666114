package io.aerosocket.spring.boot.test.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.function.IntSupplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

import org.jspecify.annotations.Nullable;

/**
 * Sockets, with TLS or without.
 */
public final class SocketWires implements WireFactory {

	private static final int HTTP = 80;

	private static final int HTTPS = 443;

	private final String host;

	private final IntSupplier port;

	private final @Nullable SSLContext sslContext;

	/**
	 * Creates the way to a server.
	 * @param host the server's name or address
	 * @param port the server's port, asked for at each connection
	 * @param sslContext whom to trust, or {@code null} to connect without TLS
	 */
	public SocketWires(String host, IntSupplier port, @Nullable SSLContext sslContext) {
		this.host = host;
		this.port = port;
		this.sslContext = sslContext;
	}

	static SocketWires of(URI uri, SSLContext sslContext) {
		String host = uri.getHost();
		if (host == null || !("ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme()))) {
			throw new IllegalArgumentException("uri: " + uri + " (expected: such as wss://localhost:8443)");
		}
		boolean secure = "wss".equals(uri.getScheme());
		int standard = secure ? HTTPS : HTTP;
		return new SocketWires(host, () -> (uri.getPort() > 0) ? uri.getPort() : standard, secure ? sslContext : null);
	}

	/**
	 * Returns a context that takes every certificate for good.
	 * @return the context
	 */
	public static SSLContext trustEverybody() {
		return TrustEverybody.sslContext();
	}

	@Override
	public Wire connect(Duration timeout, int receiveBuffer) throws IOException {
		int millis = (int) Math.min(Math.max(1, timeout.toMillis()), Integer.MAX_VALUE);
		Socket socket = new Socket();
		try {
			socket.setTcpNoDelay(true);
			if (receiveBuffer > 0) {
				// Before it connects, because that decides on the window.
				socket.setReceiveBufferSize(receiveBuffer);
			}
			socket.connect(new InetSocketAddress(this.host, this.port.getAsInt()), millis);
			return new SocketWire(socket,
					(this.sslContext != null) ? encrypt(socket, this.sslContext, millis) : socket);
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	private SSLSocket encrypt(Socket socket, SSLContext context, int millis) throws IOException {
		socket.setSoTimeout(millis);
		SSLSocket encrypted = (SSLSocket) context.getSocketFactory()
			.createSocket(socket, this.host, socket.getPort(), true);
		encrypted.startHandshake();
		socket.setSoTimeout(0);
		return encrypted;
	}

	@Override
	public String authority() {
		return this.host + ":" + this.port.getAsInt();
	}

	@Override
	public boolean isSecure() {
		return this.sslContext != null;
	}

}
