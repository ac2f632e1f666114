package io.aerosocket.client;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

/**
 * A small proxy: {@code CONNECT} of HTTP, or SOCKS 5.
 */
final class TunnelProxy implements AutoCloseable {

	private final ServerSocket listener;

	private final Greeting greeting;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

	private final Queue<String> targets = new ConcurrentLinkedQueue<>();

	private volatile int redirectedTo;

	private TunnelProxy(Greeting greeting) {
		this.greeting = greeting;
		try {
			this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.execute(this::acceptAll);
	}

	/**
	 * Starts a proxy that is asked with {@code CONNECT}.
	 * @param authorization what {@code Proxy-Authorization} has to be, or {@code null}
	 * @return the proxy
	 */
	static TunnelProxy http(@Nullable String authorization) {
		return new TunnelProxy((in, out) -> {
			ByteArrayOutputStream head = new ByteArrayOutputStream();
			while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
				head.write(in.readUnsignedByte());
			}
			List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
			if (authorization != null && lines.stream()
				.noneMatch((line) -> line.equalsIgnoreCase("Proxy-Authorization: " + authorization))) {
				out.write("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
				return null;
			}
			out.write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
			String[] words = lines.get(0).split(" ");
			return words[0].equals("CONNECT") ? words[1] : null;
		});
	}

	/**
	 * Starts a SOCKS 5 proxy.
	 * @param user whom it serves, or {@code null} for anybody
	 * @param password the password for that
	 * @return the proxy
	 */
	static TunnelProxy socks5(@Nullable String user, @Nullable String password) {
		return new TunnelProxy((in, out) -> {
			in.readUnsignedByte();
			byte[] methods = in.readNBytes(in.readUnsignedByte());
			int wanted = (user != null) ? 2 : 0;
			boolean offered = new String(methods, StandardCharsets.ISO_8859_1).indexOf(wanted) >= 0;
			out.write(new byte[] { 5, (byte) (offered ? wanted : 0xFF) });
			if (!offered) {
				return null;
			}
			if (user != null) {
				in.readUnsignedByte();
				String name = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
				String secret = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
				boolean known = name.equals(user) && secret.equals(password);
				out.write(new byte[] { 1, (byte) (known ? 0 : 1) });
				if (!known) {
					return null;
				}
			}
			in.readNBytes(3);
			String host = switch (in.readUnsignedByte()) {
				case 1 -> InetAddress.getByAddress(in.readNBytes(4)).getHostAddress();
				case 3 -> new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.US_ASCII);
				default -> InetAddress.getByAddress(in.readNBytes(16)).getHostAddress();
			};
			int port = in.readUnsignedShort();
			out.write(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 });
			return host + ":" + port;
		});
	}

	int port() {
		return this.listener.getLocalPort();
	}

	/**
	 * Leads everybody to one port of this machine.
	 * @param port the port
	 */
	void redirectTo(int port) {
		this.redirectedTo = port;
	}

	/**
	 * Tells where it was asked to lead to.
	 * @return host and port
	 */
	List<String> targets() {
		return List.copyOf(this.targets);
	}

	private void acceptAll() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				this.sockets.add(client);
				this.threads.execute(() -> serve(client));
			}
		}
		catch (IOException ex) {
			// Closed.
		}
	}

	private void serve(Socket client) {
		try (client) {
			String target = this.greeting.read(new DataInputStream(client.getInputStream()), client.getOutputStream());
			if (target == null) {
				return;
			}
			this.targets.add(target);
			int colon = target.lastIndexOf(':');
			int asked = Integer.parseInt(target.substring(colon + 1));
			try (Socket server = (this.redirectedTo != 0) ? new Socket("127.0.0.1", this.redirectedTo)
					: new Socket(target.substring(0, colon), asked)) {
				this.sockets.add(server);
				this.threads.execute(() -> pass(server, client));
				pass(client, server);
			}
		}
		catch (IOException ex) {
			// One of them has gone.
		}
	}

	private static void pass(Socket from, Socket to) {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
			to.shutdownOutput();
		}
		catch (IOException ex) {
			// One of them has gone.
		}
	}

	@Override
	public void close() {
		try {
			this.listener.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.threads.shutdownNow();
	}

	/** What a client says before the tunnel is open. */
	private interface Greeting {

		/**
		 * Reads it and answers.
		 * @param in from the client
		 * @param out to the client
		 * @return host and port, or {@code null} if it was refused
		 */
		@Nullable String read(DataInputStream in, OutputStream out) throws IOException;

	}

}
