package io.aerosocket.benchmarks.soak;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.aerosocket.benchmarks.load.DeflatedMessage;
import io.aerosocket.benchmarks.load.LoadCommand;

/**
 * The kinds of traffic that a soak mixes.
 */
final class Traffics {

	/** Neither side may refer to earlier messages, so that each can be read by itself. */
	private static final String DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate;"
			+ " server_no_context_takeover; client_no_context_takeover\r\n";

	private static final int LARGEST_BYTES = 1 << 20;

	private static final int MESSAGES_OF_AN_ECHO = 200;

	private static final int MEMBERS = 20;

	private static final int MESSAGES_OF_A_BROADCAST = 100;

	private static final int MOST_FRAGMENTS = 8;

	/** What a reader that does not read is sent, far more than any queue may hold. */
	private static final int FLOOD_MESSAGES = 400;

	private static final int FLOOD_BYTES = 64 * 1024;

	private Traffics() {
	}

	/**
	 * Messages of all sizes, whole and in fragments, with Pings between them, each of
	 * which has to come back as it was.
	 * @param clients opens the connections
	 * @throws IOException if one did not
	 */
	static void echo(Clients clients) throws IOException {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		try (SoakConnection connection = clients.open("/echo")) {
			for (int i = 0; i < MESSAGES_OF_AN_ECHO; i++) {
				boolean text = random.nextBoolean();
				byte[] payload = text ? text(size(random)) : binary(size(random));
				if (random.nextInt(10) == 0) {
					connection.send(SoakConnection.PING, new byte[] { 1 }, 1);
					expect(connection, SoakConnection.PONG, new byte[] { 1 });
				}
				int opcode = text ? SoakConnection.TEXT : SoakConnection.BINARY;
				connection.send(opcode, payload, 1 + random.nextInt(MOST_FRAGMENTS));
				expect(connection, opcode, payload);
			}
			connection.sayGoodbye();
		}
	}

	/**
	 * Compressed messages both ways, without contexts, where the server agrees to that;
	 * nothing otherwise.
	 * @param clients opens the connections
	 * @throws IOException if one did not come back as it was
	 */
	static void deflate(Clients clients) throws IOException {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		try (SoakConnection connection = clients.open("/echo", DEFLATE)) {
			for (int i = 0; i < MESSAGES_OF_AN_ECHO && connection.deflates(); i++) {
				byte[] payload = digits(size(random));
				connection.send(SoakConnection.RSV1 | SoakConnection.TEXT, DeflatedMessage.deflate(payload),
						1 + random.nextInt(MOST_FRAGMENTS));
				expect(connection, SoakConnection.TEXT, payload);
			}
			connection.sayGoodbye();
		}
	}

	/**
	 * A room in which one talks and all listen.
	 * @param clients opens the connections
	 * @throws IOException if somebody missed a message
	 */
	static void broadcast(Clients clients) throws IOException {
		List<SoakConnection> members = new ArrayList<>();
		try {
			for (int i = 0; i < MEMBERS; i++) {
				SoakConnection member = clients.open("/fanout");
				members.add(member);
			}
			byte[] last = binary(Long.BYTES);
			SoakConnection speaker = members.get(0);
			for (int i = 0; i < MESSAGES_OF_A_BROADCAST; i++) {
				speaker.send(SoakConnection.TEXT, text(64), 1);
			}
			speaker.send(SoakConnection.BINARY, last, 1);
			for (SoakConnection member : members) {
				while (!Arrays.equals(receive(member).payload(), last)) {
					// Others talk at the same time: ours is known by its content.
				}
			}
			for (SoakConnection member : members) {
				member.sayGoodbye();
			}
		}
		finally {
			for (SoakConnection member : members) {
				member.close();
			}
		}
	}

	/**
	 * Somebody who asks and does not read the answers, until the server has enough of it.
	 * @param clients opens the connections
	 * @throws IOException if the connection could not be opened
	 */
	static void slowReader(Clients clients) throws IOException {
		try (SoakConnection connection = clients.open("/echo")) {
			byte[] payload = new byte[FLOOD_BYTES];
			Thread writer = new Thread(() -> flood(connection, payload), "soak flood");
			writer.start();
			try {
				TimeUnit.SECONDS.sleep(2);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			connection.kill();
			writer.interrupt();
		}
	}

	private static void flood(SoakConnection connection, byte[] payload) {
		try {
			for (int i = 0; i < FLOOD_MESSAGES; i++) {
				connection.send(SoakConnection.BINARY, payload, 1);
			}
		}
		catch (IOException ex) {
			// The server, or the end of the episode, closed the connection: as it should.
		}
	}

	/**
	 * Peers that vanish: before the handshake is over, in the middle of a message, and
	 * with answers under way.
	 * @param clients opens the connections
	 * @throws IOException if a connection could not be opened
	 */
	static void killedPeers(Clients clients) throws IOException {
		SoakConnection silent = clients.open("/echo");
		silent.kill();
		SoakConnection interrupted = clients.open("/echo");
		interrupted.sendHalfAMessage();
		interrupted.kill();
		SoakConnection busy = clients.open("/echo");
		try {
			for (int i = 0; i < 50; i++) {
				busy.send(SoakConnection.BINARY, new byte[1000], 1);
			}
		}
		catch (SocketException ex) {
			// Closed by the server for some other reason: gone all the same.
		}
		busy.kill();
		clients.openHalf().close();
	}

	/**
	 * Many who come and go at once.
	 * @param clients opens the connections
	 * @throws Exception if one could not
	 */
	static void storm(Clients clients) throws Exception {
		LoadCommand.measure(
				List.of("--port", "" + clients.port(), "--workload", "storm:16", "--seconds", "1", "--warmup", "0"));
		TimeUnit.SECONDS.sleep(5);
	}

	private static int size(ThreadLocalRandom random) {
		// As many of each order of magnitude.
		int bits = random.nextInt(21);
		return Math.min(LARGEST_BYTES, random.nextInt(1 << bits, (2 << bits)) - 1);
	}

	private static byte[] text(int size) {
		byte[] payload = new byte[size];
		byte[] pair = "\u00E9".getBytes(StandardCharsets.UTF_8);
		boolean ascii = ThreadLocalRandom.current().nextBoolean();
		for (int i = 0; i + 1 < size; i += 2) {
			payload[i] = ascii ? (byte) 'h' : pair[0];
			payload[i + 1] = ascii ? (byte) 'i' : pair[1];
		}
		if (size % 2 == 1) {
			payload[size - 1] = '.';
		}
		return payload;
	}

	/**
	 * Makes a text that compresses to about half: a server closes on what compresses
	 * suspiciously well.
	 * @param size its size
	 * @return the text
	 */
	private static byte[] digits(int size) {
		byte[] payload = binary(size);
		for (int i = 0; i < size; i++) {
			payload[i] = (byte) Character.forDigit(payload[i] & 0xF, 16);
		}
		return payload;
	}

	private static byte[] binary(int size) {
		byte[] payload = new byte[size];
		ThreadLocalRandom.current().nextBytes(payload);
		return payload;
	}

	private static void expect(SoakConnection connection, int opcode, byte[] payload) throws IOException {
		SoakConnection.Frame frame = receive(connection);
		if (frame.opcode() != opcode || !Arrays.equals(frame.payload(), payload)) {
			throw new IOException("reply: opcode " + frame.opcode() + " with " + frame.payload().length
					+ " bytes (expected: opcode " + opcode + " and the " + payload.length + " bytes that were sent)");
		}
	}

	private static SoakConnection.Frame receive(SoakConnection connection) throws IOException {
		SoakConnection.Frame frame = connection.receive();
		if (frame.opcode() == SoakConnection.CLOSE) {
			throw new IOException("reply: Close (expected: a message)");
		}
		return frame;
	}

}
