package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One WebSocket client of a {@link Swarm}: handshake, frames, and a script that says what
 * to do. Confined to the swarm's thread.
 */
final class SwarmClient {

	// The example of RFC 6455 section 1.3.
	private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

	private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	private static final int TEXT = 1;

	private static final int CLOSE = 8;

	private static final int PING = 9;

	private static final int PONG = 10;

	private final String host;

	private final String path;

	private final Script script;

	SelectionKey key;

	private boolean open;

	private boolean closeSent;

	// Set by any thread.
	private volatile boolean reading = true;

	private int closeCode = 1006;

	// What was received of an unfinished frame or head, and what could not be sent yet.
	private ByteBuffer unfinished = NOTHING;

	private ByteBuffer unsent = NOTHING;

	SwarmClient(String host, String path, Script script) {
		this.host = host;
		this.path = path;
		this.script = script;
	}

	boolean isOpen() {
		return this.open;
	}

	/**
	 * Sends a text, unless a Close was sent.
	 * @param text the text
	 * @return whether it was sent
	 */
	boolean send(String text) throws IOException {
		if (this.closeSent) {
			return false;
		}
		frame(TEXT, StandardCharsets.UTF_8.encode(text));
		return true;
	}

	/**
	 * Sends bytes as they are.
	 * @param bytes the bytes
	 */
	void sendRaw(ByteBuffer bytes) throws IOException {
		write(bytes);
	}

	/**
	 * Stops reading, so that what is sent to it waits. Called by its script.
	 */
	void stopReading() {
		this.reading = false;
		this.key.interestOpsAnd(~SelectionKey.OP_READ);
	}

	/**
	 * Goes on reading. Safe for any thread.
	 */
	void goOnReading() {
		this.reading = true;
		this.key.interestOpsOr(SelectionKey.OP_READ);
		this.key.selector().wakeup();
	}

	void connected() throws IOException {
		this.key.interestOps(SelectionKey.OP_READ);
		write(StandardCharsets.US_ASCII.encode("GET " + this.path + " HTTP/1.1\r\nHost: " + this.host
				+ "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
				+ KEY + "\r\n\r\n"));
	}

	void receive(ByteBuffer bytes) throws IOException {
		ByteBuffer data = join(this.unfinished, bytes);
		if (!this.open && !readHead(data)) {
			this.unfinished = copy(data);
			return;
		}
		while (readFrame(data)) {
			// One after the other.
		}
		this.unfinished = copy(data);
	}

	void flush() throws IOException {
		ByteBuffer bytes = this.unsent;
		this.unsent = NOTHING;
		write(bytes);
	}

	void ended(IOException error) {
		this.script.ended(this.closeCode, error);
	}

	private boolean readHead(ByteBuffer data) throws IOException {
		String head = StandardCharsets.ISO_8859_1.decode(data.duplicate()).toString();
		int end = head.indexOf("\r\n\r\n");
		if (end < 0) {
			return false;
		}
		if (!head.startsWith("HTTP/1.1 101 ") || !head.contains(ACCEPT)) {
			throw new IOException("handshake: " + head);
		}
		data.position(data.position() + end + 4);
		this.open = true;
		this.script.opened(this);
		return true;
	}

	private boolean readFrame(ByteBuffer data) throws IOException {
		if (data.remaining() < 2) {
			return false;
		}
		ByteBuffer view = data.slice();
		int first = view.get() & 0xFF;
		int length = view.get() & 0xFF;
		if (length == 126) {
			if (view.remaining() < 2) {
				return false;
			}
			length = view.getShort() & 0xFFFF;
		}
		else if (length == 127) {
			if (view.remaining() < 8) {
				return false;
			}
			length = Math.toIntExact(view.getLong());
		}
		else if (length > 127) {
			throw new IOException("frame: masked");
		}
		if (view.remaining() < length) {
			return false;
		}
		data.position(data.position() + view.position() + length);
		frameReceived(first, view.slice(view.position(), length));
		return true;
	}

	private void frameReceived(int first, ByteBuffer payload) throws IOException {
		switch (first) {
			case 0x80 | TEXT -> this.script.text(this, StandardCharsets.UTF_8.decode(payload).toString());
			case 0x80 | PING -> frame(PONG, payload);
			case 0x80 | PONG -> {
			}
			case 0x80 | CLOSE -> {
				this.closeCode = (payload.remaining() >= 2) ? payload.getShort(0) & 0xFFFF : 1005;
				if (!this.closeSent) {
					frame(CLOSE, payload);
					this.closeSent = true;
				}
			}
			default -> throw new IOException("frame: " + Integer.toHexString(first));
		}
	}

	private void frame(int opcode, ByteBuffer payload) throws IOException {
		int length = payload.remaining();
		ByteBuffer frame = ByteBuffer.allocate(14 + length).put((byte) (0x80 | opcode));
		if (length < 126) {
			frame.put((byte) (0x80 | length));
		}
		else if (length < 0x1_0000) {
			frame.put((byte) (0x80 | 126)).putShort((short) length);
		}
		else {
			frame.put((byte) (0x80 | 127)).putLong(length);
		}
		int mask = ThreadLocalRandom.current().nextInt();
		frame.putInt(mask);
		for (int i = 0; i < length; i++) {
			frame.put((byte) (payload.get(payload.position() + i) ^ (mask >>> (24 - 8 * (i & 3)))));
		}
		write(frame.flip());
	}

	private void write(ByteBuffer bytes) throws IOException {
		if (this.unsent.hasRemaining()) {
			this.unsent = copy(join(this.unsent, bytes));
			return;
		}
		((SocketChannel) this.key.channel()).write(bytes);
		boolean more = bytes.hasRemaining();
		this.unsent = copy(bytes);
		int read = (this.reading) ? SelectionKey.OP_READ : 0;
		this.key.interestOps((more) ? read | SelectionKey.OP_WRITE : read);
	}

	private static ByteBuffer join(ByteBuffer before, ByteBuffer after) {
		if (!before.hasRemaining()) {
			return after;
		}
		return ByteBuffer.allocate(before.remaining() + after.remaining()).put(before).put(after).flip();
	}

	private static ByteBuffer copy(ByteBuffer bytes) {
		return (bytes.hasRemaining()) ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip() : NOTHING;
	}

	/**
	 * What a client does. Called on the swarm's thread.
	 */
	interface Script {

		void opened(SwarmClient client) throws IOException;

		void text(SwarmClient client, String text) throws IOException;

		/**
		 * The connection has ended.
		 * @param code the code of the server's Close frame, 1005 for one without a code,
		 * 1006 when none arrived
		 * @param error how it failed, or {@code null} when it ended in order
		 */
		void ended(int code, IOException error);

	}

}
