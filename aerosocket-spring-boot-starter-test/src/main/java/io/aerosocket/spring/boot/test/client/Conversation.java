package io.aerosocket.spring.boot.test.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Both sides of one wire: what came and waits to be expected, what is answered by itself,
 * and how to send. Safe for any thread; never calls the wire while it holds its lock,
 * because a wire may deliver at once.
 */
final class Conversation implements WireListener, FrameReader.Sink {

	private final Object lock = new Object();

	private final Queue<Incoming> incoming = new ArrayDeque<>();

	private final Queue<ReceivedFrame> controls = new ArrayDeque<>();

	private final Queue<ReceivedFrame> frames = new ArrayDeque<>();

	private final List<byte[]> answers = new ArrayList<>();

	private final FrameReader frameReader = new FrameReader(this);

	private final MessageReader messageReader = new MessageReader(this::add);

	private final Wire wire;

	private final Transcript transcript;

	private volatile Duration timeout;

	private @Nullable ResponseReader responseReader = new ResponseReader();

	private @Nullable HandshakeResponse response;

	private @Nullable Deflation deflation;

	private String offered = "";

	private boolean answersPings = true;

	private boolean answersClose = true;

	private boolean byteByByte;

	private boolean closeSent;

	private boolean ended;

	private int fragmentBytes;

	Conversation(Wire wire, String title, Duration timeout) {
		this.wire = wire;
		this.transcript = new Transcript(title);
		this.timeout = timeout;
	}

	void start() {
		this.wire.start(this);
	}

	Wire wire() {
		return this.wire;
	}

	Transcript transcript() {
		return this.transcript;
	}

	// --- habits

	void timeout(Duration changed) {
		this.timeout = changed;
	}

	/**
	 * Remembers which extensions the client offers.
	 * @param extensions what its header fields say
	 */
	void offer(String extensions) {
		synchronized (this.lock) {
			this.offered = extensions;
		}
	}

	void answerPings(boolean answers) {
		synchronized (this.lock) {
			this.answersPings = answers;
		}
	}

	void answerNothing() {
		synchronized (this.lock) {
			this.answersPings = false;
			this.answersClose = false;
		}
	}

	void answerClose(boolean answers) {
		synchronized (this.lock) {
			this.answersClose = answers;
		}
	}

	void writeByteByByte() {
		synchronized (this.lock) {
			this.byteByByte = true;
		}
	}

	void fragment(int bytes) {
		synchronized (this.lock) {
			this.fragmentBytes = bytes;
		}
	}

	/**
	 * Goes away in order and without waiting: with a Close 1000 if neither side has sent
	 * one.
	 */
	void leave() {
		boolean close;
		synchronized (this.lock) {
			boolean open = this.response != null && this.response.status() == HandshakeResponse.SWITCHING_PROTOCOLS;
			close = open && !this.closeSent && !this.ended;
			this.closeSent = true;
		}
		if (close) {
			byte[] normal = { 1000 >> 8, (byte) 1000 };
			this.transcript.sent(ReceivedFrame.describe(true, 0, ReceivedFrame.CLOSE, normal));
			this.wire.write(FrameWriter.write(true, 0, ReceivedFrame.CLOSE, normal));
		}
		this.wire.resume();
		this.wire.hangUp();
	}

	// --- out

	void sendMessage(int opcode, byte[] payload) {
		Deflation agreed = deflation();
		if (agreed == null) {
			sendPieces(0, opcode, payload);
			return;
		}
		sendDeflated(opcode, (deflation) -> deflation.deflate(payload));
	}

	/**
	 * Sends a compressed message.
	 * @param opcode its opcode
	 * @param payload makes its payload
	 * @throws IllegalStateException if no compression was agreed on
	 */
	void sendDeflated(int opcode, Function<Deflation, byte[]> payload) {
		Deflation agreed = deflation();
		if (agreed == null) {
			throw new IllegalStateException(
					"No compression was agreed on: offer it with handshake(…).compression(), to a server that has it");
		}
		// In the order of their sending, because one message may refer to the one before.
		synchronized (agreed) {
			sendPieces(ReceivedFrame.RSV1, opcode, payload.apply(agreed));
		}
	}

	private @Nullable Deflation deflation() {
		synchronized (this.lock) {
			return this.deflation;
		}
	}

	private void sendPieces(int rsv, int opcode, byte[] payload) {
		int piece;
		synchronized (this.lock) {
			piece = this.fragmentBytes;
		}
		if (piece == 0 || payload.length <= piece) {
			sendFrame(true, rsv, opcode, payload);
			return;
		}
		for (int from = 0; from < payload.length; from += piece) {
			int to = Math.min(from + piece, payload.length);
			boolean first = from == 0;
			sendFrame(to == payload.length, first ? rsv : 0, first ? opcode : ReceivedFrame.CONTINUATION,
					Arrays.copyOfRange(payload, from, to));
		}
	}

	void sendFrame(boolean fin, int rsv, int opcode, byte[] payload) {
		if (opcode == ReceivedFrame.CLOSE) {
			synchronized (this.lock) {
				this.closeSent = true;
			}
		}
		this.transcript.sent(ReceivedFrame.describe(fin, rsv, opcode, payload));
		write(FrameWriter.write(fin, rsv, opcode, payload));
	}

	void sendRaw(byte[] bytes) {
		this.transcript.sent("raw " + Hex.describe(bytes));
		write(bytes);
	}

	/**
	 * Sends the head of a request.
	 * @param head the head
	 */
	void sendHead(String head) {
		this.transcript.sent(head.lines().findFirst().orElse("an empty request"));
		write(head.getBytes(StandardCharsets.ISO_8859_1));
	}

	private void write(byte[] bytes) {
		boolean single;
		synchronized (this.lock) {
			single = this.byteByByte;
		}
		if (!single) {
			await(this.wire.write(bytes).toCompletableFuture(), bytes.length);
			return;
		}
		for (byte one : bytes) {
			await(this.wire.write(new byte[] { one }).toCompletableFuture(), 1);
		}
	}

	// A write that fails is no failure of the test: the server may have had enough, and
	// what it said of it is what the test goes on to expect.
	private void await(CompletableFuture<Void> written, int bytes) {
		try {
			written.get(this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			this.transcript.note("could not be sent: " + String.valueOf(ex.getCause()));
		}
		catch (TimeoutException ex) {
			throw failure("Could not send " + bytes + " bytes within " + describe(this.timeout)
					+ ": the server has stopped reading", ex);
		}
		catch (InterruptedException ex) {
			throw interrupted(ex);
		}
	}

	// --- in

	@Override
	public void received(byte[] bytes) {
		List<byte[]> replies;
		synchronized (this.lock) {
			byte[] forFrames = (this.responseReader != null) ? readResponse(this.responseReader, bytes) : bytes;
			if (forFrames.length > 0) {
				this.frameReader.read(forFrames);
			}
			replies = List.copyOf(this.answers);
			this.answers.clear();
			this.lock.notifyAll();
		}
		replies.forEach(this.wire::write);
	}

	private byte[] readResponse(ResponseReader reader, byte[] bytes) {
		answered(reader.read(bytes));
		return (this.responseReader == null) ? reader.rest() : new byte[0];
	}

	private void answered(@Nullable HandshakeResponse read) {
		if (read != null) {
			this.responseReader = null;
			this.response = read;
			this.transcript.received(read.toString());
			CompressionAgreement agreement = CompressionAgreement.of(this.offered,
					read.header("Sec-WebSocket-Extensions"), this::violation);
			if (agreement != null) {
				this.frameReader.agreeOnRsv1();
				this.messageReader.inflate(new Inflation(agreement));
				this.deflation = new Deflation(agreement);
			}
		}
	}

	@Override
	public void ended(@Nullable IOException error) {
		synchronized (this.lock) {
			if (this.ended) {
				return;
			}
			this.ended = true;
			if (this.responseReader != null) {
				answered(this.responseReader.end());
			}
			Incoming.End end = new Incoming.End(error);
			this.transcript.received(end.describe());
			this.incoming.add(end);
			this.lock.notifyAll();
		}
		// A server that ended its side waits for the end of ours.
		this.wire.hangUp();
	}

	@Override
	public void frame(ReceivedFrame frame) {
		this.transcript.received(frame.toString());
		this.frames.add(frame);
		switch (frame.opcode()) {
			case ReceivedFrame.PING -> {
				this.controls.add(frame);
				if (this.answersPings) {
					answer(ReceivedFrame.PONG, frame.payload());
				}
			}
			case ReceivedFrame.PONG -> this.controls.add(frame);
			case ReceivedFrame.CLOSE -> {
				this.messageReader.read(frame);
				if (this.answersClose && !this.closeSent) {
					this.closeSent = true;
					answer(ReceivedFrame.CLOSE, Arrays.copyOf(frame.payload(), Math.min(frame.payload().length, 2)));
				}
			}
			default -> this.messageReader.read(frame);
		}
	}

	private void answer(int opcode, byte[] payload) {
		this.transcript.sent(ReceivedFrame.describe(true, 0, opcode, payload) + ", by itself");
		this.answers.add(FrameWriter.write(true, 0, opcode, payload));
	}

	@Override
	public void violation(String rule) {
		add(new Incoming.Violation(rule));
	}

	private void add(Incoming what) {
		if (what instanceof Incoming.Violation) {
			this.transcript.note(what.describe());
		}
		this.incoming.add(what);
	}

	// --- waiting

	/**
	 * Waits for what the server does next, Pings and Pongs aside.
	 * @param expected what is expected, for the message of the failure
	 * @return what it did
	 */
	Incoming next(String expected) {
		return await(this.incoming::poll, this.timeout, expected);
	}

	/**
	 * Waits for the next Ping or Pong.
	 * @param opcode which of them; the other kind stays
	 * @param expected what is expected, for the message of the failure
	 * @return the frame
	 */
	ReceivedFrame nextControl(int opcode, String expected) {
		return await(() -> pollControl((frame) -> frame.opcode() == opcode), this.timeout, expected);
	}

	/**
	 * Waits for a certain Pong; others stay.
	 * @param payload its payload
	 * @param expected what is expected, for the message of the failure
	 */
	void awaitPong(String payload, String expected) {
		await(() -> pollControl((frame) -> frame.opcode() == ReceivedFrame.PONG && payload.equals(frame.text())),
				this.timeout, expected);
	}

	private @Nullable ReceivedFrame pollControl(Predicate<ReceivedFrame> wanted) {
		for (ReceivedFrame control : this.controls) {
			if (wanted.test(control)) {
				this.controls.remove(control);
				return control;
			}
		}
		return null;
	}

	ReceivedFrame nextFrame(String expected) {
		return await(this.frames::poll, this.timeout, expected);
	}

	HandshakeResponse awaitResponse() {
		return await(() -> this.response, this.timeout, "an answer to the handshake");
	}

	/**
	 * Waits for something, without failing.
	 * @param time how long
	 * @return what came, or {@code null} if nothing did
	 */
	@Nullable Incoming nextWithin(Duration time) {
		return poll(this.incoming::poll, time);
	}

	private <T> T await(Supplier<@Nullable T> source, Duration time, String expected) {
		T found = poll(source, time);
		if (found == null) {
			throw failure("Expected " + expected + ", but " + instead(time), null);
		}
		return found;
	}

	private String instead(Duration time) {
		synchronized (this.lock) {
			Incoming waiting = this.incoming.peek();
			if (waiting != null) {
				return waiting.describe();
			}
			int incomplete = this.frameReader.incomplete();
			return (this.ended ? "the connection had ended" : "received nothing within " + describe(time))
					+ ((incomplete > 0) ? " but " + incomplete + " bytes of a frame that is not complete" : "");
		}
	}

	private <T> @Nullable T poll(Supplier<@Nullable T> source, Duration time) {
		long deadline = System.nanoTime() + time.toNanos();
		synchronized (this.lock) {
			T found = source.get();
			while (found == null) {
				long left = deadline - System.nanoTime();
				if (left <= 0 || this.ended) {
					return null;
				}
				try {
					TimeUnit.NANOSECONDS.timedWait(this.lock, left);
				}
				catch (InterruptedException ex) {
					throw interrupted(ex);
				}
				found = source.get();
			}
			return found;
		}
	}

	AssertionError failure(String message, @Nullable Throwable cause) {
		return new AssertionError(message + "\n" + this.transcript, cause);
	}

	private AssertionError interrupted(InterruptedException cause) {
		Thread.currentThread().interrupt();
		return failure("The test was interrupted", cause);
	}

	static String describe(Duration time) {
		return (time.toMillisPart() == 0) ? time.toSeconds() + " s" : time.toMillis() + " ms";
	}

}
