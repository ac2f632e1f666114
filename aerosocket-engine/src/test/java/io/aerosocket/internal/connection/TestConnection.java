package io.aerosocket.internal.connection;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;

import io.aerosocket.ConnectionOptions;
import io.aerosocket.SharedLimits;
import io.aerosocket.internal.frame.Opcode;
import io.aerosocket.internal.handshake.OpeningHandshake;
import io.aerosocket.internal.handshake.RequestHead;
import io.aerosocket.internal.stream.SourceThreads;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;
import io.aerosocket.telemetry.EngineSnapshot;

/**
 * A connection on a channel without a network, and what its peer sends and gets. The
 * test's thread is the event loop.
 */
final class TestConnection {

	/** Reads sources on the test's thread. */
	static final SourceThreads CALLER = new SourceThreads(Runnable::run, Runnable::run);

	private static final int HIGH_WATER_MARK = 64 * 1024;

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

	private final NetworkChannel channel = new NetworkChannel();

	private final InboundHandler reader = new InboundHandler();

	private final EngineCounters counters = new EngineCounters();

	private final RecordingHandler handler;

	private final RecordingListener listener = new RecordingListener();

	private final ConnectionRegistry registry;

	private final WebSocketConnection connection;

	private TestConnection(Endpoint.Role role, ConnectionOptions options, RecordingHandler handler,
			SharedLimits limits) {
		this.handler = handler;
		this.channel.config().setAllocator(this.allocator);
		this.channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(HIGH_WATER_MARK / 2, HIGH_WATER_MARK));
		this.channel.pipeline().addLast(this.reader);
		this.registry = new ConnectionRegistry(List.of(this.channel.eventLoop()), this.counters, () -> limits);
		this.registry.open(
				Endpoint.of(role, options, handler, CALLER, this.counters, new EngineListeners(List.of(this.listener)))
					.handlingOn(handler.texts(), handler.binaries(), handler.longestTurn()),
				handshake(), "chat", this.channel.pipeline().context(this.reader));
		this.connection = (WebSocketConnection) this.registry.all().iterator().next();
		run();
	}

	static TestConnection open() {
		return open((options) -> options);
	}

	static TestConnection open(UnaryOperator<ConnectionOptions.Builder> customizer) {
		return open(new RecordingHandler(), customizer);
	}

	static TestConnection open(RecordingHandler handler, UnaryOperator<ConnectionOptions.Builder> customizer) {
		return new TestConnection(Endpoint.Role.SERVER, customizer.apply(ConnectionOptions.builder()).build(), handler,
				SharedLimits.DEFAULTS);
	}

	static TestConnection open(SharedLimits limits) {
		return new TestConnection(Endpoint.Role.SERVER, ConnectionOptions.builder().build(), new RecordingHandler(),
				limits);
	}

	static TestConnection openClient() {
		return new TestConnection(Endpoint.Role.CLIENT, ConnectionOptions.builder().build(), new RecordingHandler(),
				SharedLimits.DEFAULTS);
	}

	static OpeningHandshake handshake() {
		InetSocketAddress address = new InetSocketAddress("127.0.0.1", 1234);
		return new OpeningHandshake(
				RequestHead.parse("GET /chat HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)),
				"/chat", Map.of(), new OpeningHandshake.Peer(address, address, false, null));
	}

	WebSocketConnection connection() {
		return this.connection;
	}

	RecordingHandler handler() {
		return this.handler;
	}

	RecordingListener listener() {
		return this.listener;
	}

	ConnectionRegistry registry() {
		return this.registry;
	}

	NetworkChannel channel() {
		return this.channel;
	}

	EngineSnapshot counted() {
		return this.counters.snapshot(0, 0);
	}

	long reservedBytes() {
		return this.allocator.metric().usedDirectMemory() + this.allocator.metric().usedHeapMemory();
	}

	/**
	 * The peer sends frames, which arrive in one read.
	 * @param frames as {@link #frame} makes them
	 */
	void receive(String... frames) {
		byte[] bytes = HexFormat.of().parseHex(String.join("", frames).replace(" ", ""));
		this.channel.writeInbound(this.allocator.buffer(bytes.length).writeBytes(bytes));
		run();
	}

	static String text(String payload) {
		return frame(Opcode.TEXT, payload);
	}

	static String ping(String payload) {
		return frame(Opcode.PING, payload);
	}

	static String close(int code, String reason) {
		return frame(Opcode.CLOSE,
				new String(new byte[] { (byte) (code >>> 8), (byte) code }, StandardCharsets.ISO_8859_1) + reason);
	}

	static String frame(int opcode, String payload) {
		HexFormat hex = HexFormat.of();
		int length = payload.length();
		String header = hex.toHexDigits((byte) (0x80 | opcode));
		header += (length < 126) ? hex.toHexDigits((byte) (0x80 | length))
				: (length <= 0xFFFF) ? "fe" + hex.toHexDigits((short) length) : "ff" + hex.toHexDigits((long) length);
		return header + "00000000" + hex.formatHex(payload.getBytes(StandardCharsets.ISO_8859_1));
	}

	void run() {
		this.channel.runPendingTasks();
	}

	/**
	 * What the peer got since it was last asked, frame by frame.
	 * @return for example {@code text hello} or {@code close 1000 bye}
	 */
	List<String> sent() {
		run();
		ByteBuf all = this.allocator.buffer();
		for (ByteBuf next = this.channel.readOutbound(); next != null; next = this.channel.readOutbound()) {
			all.writeBytes(next);
			next.release();
		}
		List<String> frames = new ArrayList<>();
		while (all.isReadable()) {
			frames.add(readFrame(all));
		}
		all.release();
		return frames;
	}

	/**
	 * Shortens a text of the same letter over and over, for messages of failed tests.
	 * @param payload any text
	 * @return the text, or for example {@code x*70000}
	 */
	static String shown(String payload) {
		boolean uniform = payload.length() > 200 && payload.chars().allMatch((c) -> c == payload.charAt(0));
		return uniform ? payload.charAt(0) + "*" + payload.length() : payload;
	}

	/**
	 * How many times something was flushed to the network since it was last asked.
	 * @return the number
	 */
	int flushes() {
		run();
		int flushes = this.channel.flushes;
		this.channel.flushes = 0;
		return flushes;
	}

	void loseTransport() {
		this.channel.close();
		run();
	}

	/**
	 * Ends everything and checks that nothing is held.
	 * @return bytes still reserved
	 */
	long bytesLeftAfterTheEnd() {
		this.channel.stick(false);
		this.channel.finishAndReleaseAll();
		this.handler.completeAll();
		run();
		this.channel.releaseOutbound();
		return reservedBytes();
	}

	private static String readFrame(ByteBuf in) {
		int opcode = in.readByte() & 0x0F;
		int second = in.readByte();
		long length = second & 0x7F;
		length = (length == 126) ? in.readUnsignedShort() : (length == 127) ? in.readLong() : length;
		int key = (second < 0) ? in.readInt() : 0;
		ByteBuf payload = in.readSlice((int) length);
		for (int i = 0; i < length; i++) {
			payload.setByte(i, payload.getByte(i) ^ key >>> (24 - 8 * (i % 4)));
		}
		String kind = switch (opcode) {
			case Opcode.CONTINUATION -> "continuation ";
			case Opcode.TEXT -> "text ";
			case Opcode.BINARY -> "binary ";
			case Opcode.PING -> "ping ";
			case Opcode.PONG -> "pong ";
			default -> "close " + (payload.isReadable() ? payload.readUnsignedShort() + " " : "");
		};
		return (kind + shown(payload.toString(StandardCharsets.UTF_8))).strip();
	}

	/**
	 * A channel whose network can be stuck.
	 */
	static final class NetworkChannel extends EmbeddedChannel {

		private boolean stuck;

		private int flushes;

		/**
		 * Stops or resumes taking what is flushed.
		 * @param stuck whether the peer reads nothing
		 */
		void stick(boolean stuck) {
			this.stuck = stuck;
			if (!stuck) {
				flush();
				runPendingTasks();
			}
		}

		@Override
		protected void doWrite(ChannelOutboundBuffer in) throws Exception {
			if (!this.stuck) {
				this.flushes++;
				super.doWrite(in);
			}
		}

	}

}
