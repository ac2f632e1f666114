package io.aerosocket.spring.boot.test.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.springframework.test.json.JsonAssert;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.json.JsonComparison;

/**
 * A WebSocket connection of a test: says what it is told to, right or wrong, and expects
 * what the server does. Answers Pings and Closes by itself, unless told otherwise.
 * <p>
 * Expectations of messages go through what the server does in its order: messages, its
 * Close, the end of the connection. Pings and Pongs do not stand in their way; they wait
 * for {@link #expectPing()} and {@link #expectPong(String)}. Frames are another view of
 * the same conversation, with a place of its own: {@link #receiveFrame()}.
 * <p>
 * What is not as expected, and each wait that is longer than the client's time-out, is an
 * {@link AssertionError} that says what came instead, with a transcript. Safe for any
 * thread, though a test has an order only if one thread expects.
 */
public final class AeroSocketTestConnection implements AutoCloseable {

	private final Conversation conversation;

	private final HandshakeResponse response;

	private final TestJson json;

	private final AeroSocketTestFaults faults;

	AeroSocketTestConnection(Conversation conversation, HandshakeResponse response, TestJson json) {
		this.conversation = conversation;
		this.response = response;
		this.json = json;
		this.faults = new AeroSocketTestFaults(this, conversation);
	}

	/**
	 * Returns what the server answered to the handshake.
	 * @return the response with status 101
	 */
	public HandshakeResponse response() {
		return this.response;
	}

	/**
	 * Returns the subprotocol that the server chose.
	 * @return the name, or {@code null} for none
	 */
	public @Nullable String subprotocol() {
		return this.response.subprotocol();
	}

	/**
	 * Returns what can be made to go wrong on this connection.
	 * @return the faults
	 */
	public AeroSocketTestFaults faults() {
		return this.faults;
	}

	/**
	 * Changes how long this connection waits for anything from now on.
	 * @param timeout the time, more than zero
	 * @return this connection
	 */
	public AeroSocketTestConnection timeout(Duration timeout) {
		this.conversation.timeout(AeroSocketTestClient.checked(timeout));
		return this;
	}

	/**
	 * Returns what was said so far, for people.
	 * @return the last lines of the conversation, with the time of each
	 */
	public String transcript() {
		return this.conversation.transcript().toString();
	}

	// --- sending

	/**
	 * Sends a text message.
	 * @param text the text
	 * @return this connection
	 */
	public AeroSocketTestConnection sendText(String text) {
		this.conversation.sendMessage(ReceivedFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
		return this;
	}

	/**
	 * Sends a binary message.
	 * @param payload the payload
	 * @return this connection
	 */
	public AeroSocketTestConnection sendBinary(byte... payload) {
		this.conversation.sendMessage(ReceivedFrame.BINARY, payload);
		return this;
	}

	/**
	 * Sends an object as JSON, in a text message.
	 * @param object the object
	 * @return this connection
	 */
	public AeroSocketTestConnection sendJson(Object object) {
		return sendText(this.json.write(object));
	}

	/**
	 * Sends one frame, masked, and right or wrong in everything else.
	 * @param fin whether it ends its message
	 * @param opcode 0 to 15, such as {@link ReceivedFrame#CONTINUATION}
	 * @param payload the payload
	 * @return this connection
	 */
	public AeroSocketTestConnection sendFrame(boolean fin, int opcode, byte... payload) {
		this.conversation.sendFrame(fin, 0, opcode, payload);
		return this;
	}

	/**
	 * Sends one frame with reserved bits, masked, and right or wrong in everything else.
	 * @param fin whether it ends its message
	 * @param rsv the reserved bits, 0 to 7, such as {@link ReceivedFrame#RSV1}
	 * @param opcode 0 to 15
	 * @param payload the payload as it is, which nothing compresses
	 * @return this connection
	 */
	public AeroSocketTestConnection sendFrame(boolean fin, int rsv, int opcode, byte[] payload) {
		this.conversation.sendFrame(fin, rsv, opcode, payload);
		return this;
	}

	/**
	 * Sends bytes as they are.
	 * @param bytes the bytes
	 * @return this connection
	 */
	public AeroSocketTestConnection sendRaw(byte... bytes) {
		this.conversation.sendRaw(bytes);
		return this;
	}

	/**
	 * Sends a Ping.
	 * @param payload the payload
	 * @return this connection
	 */
	public AeroSocketTestConnection ping(String payload) {
		return sendFrame(true, ReceivedFrame.PING, payload.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends a Pong that nobody asked for.
	 * @param payload the payload
	 * @return this connection
	 */
	public AeroSocketTestConnection pong(String payload) {
		return sendFrame(true, ReceivedFrame.PONG, payload.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends a Close without a reason. The server is expected to answer:
	 * {@link #expectClose(int)}.
	 * @param code the code
	 * @return this connection
	 */
	public AeroSocketTestConnection close(int code) {
		return close(code, "");
	}

	/**
	 * Sends a Close.
	 * @param code the code
	 * @param reason the reason
	 * @return this connection
	 */
	public AeroSocketTestConnection close(int code, String reason) {
		byte[] text = reason.getBytes(StandardCharsets.UTF_8);
		byte[] payload = new byte[2 + text.length];
		payload[0] = (byte) (code >> 8);
		payload[1] = (byte) code;
		System.arraycopy(text, 0, payload, 2, text.length);
		return sendFrame(true, ReceivedFrame.CLOSE, payload);
	}

	// --- messages

	/**
	 * Waits for a text message.
	 * @return the text
	 */
	public String receiveText() {
		return text("a text message");
	}

	/**
	 * Expects a text message.
	 * @param expected the text
	 * @return this connection
	 */
	public AeroSocketTestConnection expectText(String expected) {
		String what = "text " + ReceivedFrame.quote(expected);
		String actual = text(what);
		if (!expected.equals(actual)) {
			throw unexpected(what, new Incoming.Text(actual));
		}
		return this;
	}

	/**
	 * Expects a text message that meets conditions.
	 * @param conditions asserts them, with AssertJ or otherwise
	 * @return this connection
	 */
	public AeroSocketTestConnection expectText(Consumer<String> conditions) {
		check(text("a text message"), conditions);
		return this;
	}

	/**
	 * Waits for a binary message.
	 * @return the payload
	 */
	public byte[] receiveBinary() {
		return binary("a binary message");
	}

	/**
	 * Expects a binary message.
	 * @param expected the payload
	 * @return this connection
	 */
	public AeroSocketTestConnection expectBinary(byte... expected) {
		String what = "binary " + Hex.describe(expected);
		byte[] actual = binary(what);
		if (!Arrays.equals(expected, actual)) {
			throw unexpected(what, new Incoming.Binary(actual));
		}
		return this;
	}

	/**
	 * Expects a binary message that meets conditions.
	 * @param conditions asserts them, with AssertJ or otherwise
	 * @return this connection
	 */
	public AeroSocketTestConnection expectBinary(Consumer<byte[]> conditions) {
		check(binary("a binary message"), conditions);
		return this;
	}

	/**
	 * Waits for a text message of JSON.
	 * @param type the type of the object that it holds
	 * @param <T> the type of the object
	 * @return the object
	 */
	public <T> T receiveJson(Class<T> type) {
		return json(type);
	}

	/**
	 * Expects JSON that has at least these members; more of them, and another order of
	 * arrays, do not matter.
	 * @param expected the JSON
	 * @return this connection
	 */
	public AeroSocketTestConnection expectJson(String expected) {
		return expectJson(expected, JsonCompareMode.LENIENT);
	}

	/**
	 * Expects JSON.
	 * @param expected the JSON
	 * @param mode whether more members and another order are welcome
	 * @return this connection
	 */
	public AeroSocketTestConnection expectJson(String expected, JsonCompareMode mode) {
		String actual = text("JSON " + ReceivedFrame.quote(expected));
		JsonComparison comparison = compare(expected, actual, mode);
		if (comparison.getResult() != JsonComparison.Result.MATCH) {
			throw this.conversation.failure("Expected JSON " + ReceivedFrame.quote(expected) + ", but "
					+ new Incoming.Text(actual).describe() + ": " + comparison.getMessage(), null);
		}
		return this;
	}

	private JsonComparison compare(String expected, String actual, JsonCompareMode mode) {
		try {
			return JsonAssert.comparator(mode).compare(expected, actual);
		}
		catch (RuntimeException ex) {
			throw this.conversation.failure("Expected JSON " + ReceivedFrame.quote(expected) + ", but "
					+ new Incoming.Text(actual).describe() + ", and one of them is no JSON: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Expects JSON that holds an object which meets conditions.
	 * @param type the type of the object
	 * @param conditions asserts them, with AssertJ or otherwise
	 * @param <T> the type of the object
	 * @return this connection
	 */
	public <T> AeroSocketTestConnection expectJson(Class<T> type, Consumer<? super T> conditions) {
		check(json(type), conditions);
		return this;
	}

	// --- the rest of what a server does

	/**
	 * Expects a Close, behind all messages.
	 * @param code the code, 1005 for a Close without one
	 * @return this connection
	 */
	public AeroSocketTestConnection expectClose(int code) {
		close("a Close with " + code, code, null);
		return this;
	}

	/**
	 * Expects a Close, behind all messages.
	 * @param code the code
	 * @param reason the reason
	 * @return this connection
	 */
	public AeroSocketTestConnection expectClose(int code, String reason) {
		close("a Close with " + code + " " + ReceivedFrame.quote(reason), code, reason);
		return this;
	}

	/**
	 * Expects the end of the connection, behind all messages and the Close.
	 * @return this connection
	 */
	public AeroSocketTestConnection expectEnd() {
		Incoming next = this.conversation.next("the end of the connection");
		if (!(next instanceof Incoming.End)) {
			throw unexpected("the end of the connection", next);
		}
		return this;
	}

	/**
	 * Expects a Ping.
	 * @return this connection
	 */
	public AeroSocketTestConnection expectPing() {
		this.conversation.nextControl(ReceivedFrame.PING, "a Ping");
		return this;
	}

	/**
	 * Expects a Pong.
	 * @param payload its payload
	 * @return this connection
	 */
	public AeroSocketTestConnection expectPong(String payload) {
		String what = "a Pong " + ReceivedFrame.quote(payload);
		ReceivedFrame pong = this.conversation.nextControl(ReceivedFrame.PONG, what);
		if (!payload.equals(pong.text())) {
			throw this.conversation
				.failure("Expected " + what + ", but received a Pong " + ReceivedFrame.quote(pong.text()), null);
		}
		return this;
	}

	/**
	 * Waits for the next frame of any kind that this method has not returned yet.
	 * @return the frame
	 */
	public ReceivedFrame receiveFrame() {
		return this.conversation.nextFrame("a frame");
	}

	/**
	 * Expects that the server says nothing for a while: no message, no Close, no end.
	 * Takes all of that time; {@link #expectNothing()} does not.
	 * @param time the time, by the system's clock
	 * @return this connection
	 */
	public AeroSocketTestConnection expectNothingFor(Duration time) {
		Incoming next = this.conversation.nextWithin(time);
		if (next != null) {
			throw unexpected("nothing for " + Conversation.describe(time), next);
		}
		return this;
	}

	/**
	 * Expects that the server has said nothing by the time that it answers a Ping, which
	 * it does behind everything that it has sent. What a handler on another thread is
	 * still about to say is not found.
	 * @return this connection
	 */
	public AeroSocketTestConnection expectNothing() {
		String payload = "nothing?" + System.nanoTime();
		ping(payload);
		this.conversation.awaitPong(payload, "nothing");
		Incoming next = this.conversation.nextWithin(Duration.ZERO);
		if (next != null) {
			throw unexpected("nothing", next);
		}
		return this;
	}

	/**
	 * Ends the connection: with a Close 1000 if neither side has sent one, and without
	 * waiting for the answer.
	 */
	@Override
	public void close() {
		this.conversation.leave();
	}

	private String text(String expected) {
		Incoming next = this.conversation.next(expected);
		if (next instanceof Incoming.Text text) {
			return text.text();
		}
		throw unexpected(expected, next);
	}

	private byte[] binary(String expected) {
		Incoming next = this.conversation.next(expected);
		if (next instanceof Incoming.Binary binary) {
			return binary.bytes();
		}
		throw unexpected(expected, next);
	}

	private <T> T json(Class<T> type) {
		String expected = "JSON of a " + type.getSimpleName();
		String text = text(expected);
		try {
			return this.json.read(text, type);
		}
		catch (RuntimeException ex) {
			throw this.conversation.failure(
					"Expected " + expected + ", but " + new Incoming.Text(text).describe() + ": " + ex.getMessage(),
					ex);
		}
	}

	private void close(String expected, int code, @Nullable String reason) {
		Incoming next = this.conversation.next(expected);
		if (!(next instanceof Incoming.Close close) || close.code() != code
				|| (reason != null && !reason.equals(close.reason()))) {
			throw unexpected(expected, next);
		}
	}

	private <T> void check(T actual, Consumer<? super T> conditions) {
		try {
			conditions.accept(actual);
		}
		catch (AssertionError ex) {
			throw this.conversation.failure(String.valueOf(ex.getMessage()), ex);
		}
	}

	private AssertionError unexpected(String expected, Incoming actual) {
		return this.conversation.failure("Expected " + expected + ", but " + actual.describe(), null);
	}

	@Override
	public String toString() {
		return transcript();
	}

}
