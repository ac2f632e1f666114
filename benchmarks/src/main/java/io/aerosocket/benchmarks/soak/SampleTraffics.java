package io.aerosocket.benchmarks.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The kinds of traffic that only the sample application understands.
 */
final class SampleTraffics {

	private static final int MEMBERS = 10;

	private static final int SAYINGS = 50;

	private static final int ROOMS = 5;

	private static final int PRICES = 100;

	private static final int SLOW_SECONDS = 5;

	private SampleTraffics() {
	}

	/**
	 * A room of the chat in which all talk and all hear each word.
	 * @param clients opens the connections
	 * @throws IOException if somebody missed a word
	 */
	static void chat(Clients clients) throws IOException {
		String room = "/chat/soak-" + ThreadLocalRandom.current().nextInt(ROOMS) + "?name=soak";
		List<SoakConnection> members = new ArrayList<>();
		try {
			for (int i = 0; i < MEMBERS; i++) {
				SoakConnection member = clients.open(room);
				members.add(member);
			}
			for (int i = 0; i < SAYINGS; i++) {
				String mark = Long.toHexString(ThreadLocalRandom.current().nextLong());
				String input = "{\"text\":\"what a word\",\"ref\":\"" + mark + "\"}";
				members.get(i % MEMBERS).send(SoakConnection.TEXT, input.getBytes(StandardCharsets.UTF_8), 1);
				for (SoakConnection member : members) {
					awaitText(member, mark);
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
	 * Somebody who watches prices.
	 * @param clients opens the connection
	 * @throws IOException if none came
	 */
	static void ticker(Clients clients) throws IOException {
		try (SoakConnection connection = clients.open("/ticker")) {
			for (int i = 0; i < PRICES; i++) {
				connection.receive();
			}
			connection.send(SoakConnection.TEXT, "{\"token\":7}".getBytes(StandardCharsets.UTF_8), 1);
			awaitText(connection, "7");
			connection.sayGoodbye();
		}
	}

	/**
	 * Somebody who looks away from the prices for a while, then reads all that there is.
	 * @param clients opens the connection
	 * @throws Exception if the end did not come
	 */
	static void slowTicker(Clients clients) throws Exception {
		try (SoakConnection connection = clients.open("/ticker")) {
			TimeUnit.SECONDS.sleep(SLOW_SECONDS);
			connection.sayGoodbye();
		}
	}

	private static void awaitText(SoakConnection connection, String part) throws IOException {
		while (true) {
			SoakConnection.Frame frame = connection.receive();
			if (frame.opcode() == SoakConnection.CLOSE) {
				throw new IOException("message with " + part + ": Close (expected: a message)");
			}
			if (new String(frame.payload(), StandardCharsets.UTF_8).contains(part)) {
				return;
			}
		}
	}

}
