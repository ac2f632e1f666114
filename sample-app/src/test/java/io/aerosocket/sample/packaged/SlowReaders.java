package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Peers in another network who ask and ask, and do not read the answers until they are
 * told to. That is another network because less waits in the operating system there: on
 * the loopback device a segment has 64 KB, and a socket takes millions of bytes.
 */
public final class SlowReaders implements AutoCloseable {

	/** What one of them sends: messages of this size. */
	static final int SIZE = 4_000;

	private static final String OPENED = "opened";

	private static final String READ = "read";

	private static final String ANSWERS = "answers";

	private static final String TOLD_TO_GO = "told to go";

	private static final String ENDED_OTHERWISE = "ended otherwise";

	private static final int RECEIVE_BUFFER = 4_096;

	private final DistantProcess process;

	private SlowReaders(DistantProcess process) {
		this.process = process;
	}

	/**
	 * Connects readers.
	 * @param network where they are
	 * @param port the server's port on this machine
	 * @param count how many
	 * @param messages how many messages each sends
	 * @return the readers, who may not be connected yet
	 */
	static SlowReaders start(DistantNetwork network, int port, int count, int messages) throws IOException {
		return new SlowReaders(DistantProcess.start(network, "1g", SlowReaders.class, network.address(),
				String.valueOf(port), String.valueOf(count), String.valueOf(messages)));
	}

	long opened() throws IOException {
		return this.process.ask(OPENED);
	}

	/**
	 * Has them read.
	 */
	void read() throws IOException {
		this.process.ask(READ);
	}

	long answers() throws IOException {
		return this.process.ask(ANSWERS);
	}

	/**
	 * Returns how many were closed with 1013.
	 * @return the number
	 */
	long toldToGo() throws IOException {
		return this.process.ask(TOLD_TO_GO);
	}

	long endedOtherwise() throws IOException {
		return this.process.ask(ENDED_OTHERWISE);
	}

	@Override
	public void close() {
		this.process.close();
	}

	/**
	 * The readers' process.
	 * @param args address, port, how many, and how many messages of each
	 */
	public static void main(String[] args) throws IOException {
		InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
		Script script = new Script(Integer.parseInt(args[3]));
		try (Swarm swarm = new Swarm(server, "/echo", Integer.parseInt(args[2]), (number) -> script)) {
			swarm.receiveBuffer(RECEIVE_BUFFER).start();
			DistantProcess.answer((question) -> switch (question) {
				case OPENED -> script.readers.size();
				case READ -> {
					script.readers.forEach(SwarmClient::goOnReading);
					yield 0;
				}
				case ANSWERS -> script.answers.get();
				case TOLD_TO_GO -> script.toldToGo.get();
				case ENDED_OTHERWISE -> script.endedOtherwise.get();
				default -> throw new IllegalArgumentException(question);
			});
		}
	}

	private static final class Script implements SwarmClient.Script {

		private final Queue<SwarmClient> readers = new ConcurrentLinkedQueue<>();

		private final AtomicLong answers = new AtomicLong();

		private final AtomicLong toldToGo = new AtomicLong();

		private final AtomicLong endedOtherwise = new AtomicLong();

		private final ByteBuffer messages;

		Script(int messages) {
			byte[] text = "a".repeat(SIZE).getBytes(StandardCharsets.US_ASCII);
			this.messages = ByteBuffer.allocate(messages * (8 + SIZE));
			for (int i = 0; i < messages; i++) {
				this.messages.put((byte) 0x81).put((byte) 0xFE).putShort((short) SIZE).putInt(0).put(text);
			}
			this.messages.flip();
		}

		@Override
		public void opened(SwarmClient client) throws IOException {
			client.stopReading();
			this.readers.add(client);
			client.sendRaw(this.messages.duplicate());
		}

		@Override
		public void text(SwarmClient client, String text) {
			this.answers.incrementAndGet();
		}

		@Override
		public void ended(int code, IOException error) {
			((code == 1013) ? this.toldToGo : this.endedOtherwise).incrementAndGet();
		}

	}

}
