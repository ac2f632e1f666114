package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.EventExecutor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what other threads than the event loop do to a connection, within this
 * process.
 */
@Timeout(60)
class SendingThreadsTests {

	private static final int THREADS = 4;

	private static final int EACH = 5_000;

	private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, LocalIoHandler.newFactory());

	private final EngineCounters counters = new EngineCounters();

	private final ConnectionRegistry registry = new ConnectionRegistry(eventLoops(), this.counters);

	private final RecordingHandler handler = new RecordingHandler();

	private final Peer peer = new Peer();

	private Channel client;

	@BeforeEach
	void connect() throws Exception {
		LocalAddress address = new LocalAddress(SendingThreadsTests.class);
		ConnectionOptions options = ConnectionOptions.builder().maxQueuedBytes(1 << 26).build();
		Endpoint endpoint = Endpoint.of(Endpoint.Role.SERVER, options, this.handler, TestConnection.CALLER,
				this.counters, new EngineListeners(List.of()));
		new ServerBootstrap().group(this.loops)
			.channel(LocalServerChannel.class)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel channel) {
					InboundHandler reader = new InboundHandler();
					channel.pipeline().addLast(reader);
					SendingThreadsTests.this.registry.open(endpoint, TestConnection.handshake(), null,
							channel.pipeline().context(reader));
				}

			})
			.bind(address)
			.sync();
		this.client = new Bootstrap().group(this.loops)
			.channel(LocalChannel.class)
			.handler(this.peer)
			.connect(address)
			.sync()
			.channel();
		Awaitility.await().until(() -> this.registry.count() == 1);
	}

	@AfterEach
	void everythingHasEnded() throws Exception {
		this.client.close().sync();
		Awaitility.await().untilAsserted(() -> assertThat(this.registry.unfinished()).isZero());
		this.loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
	}

	@Test
	void whatOneThreadSendsArrivesInItsOrder() throws Exception {
		Connection connection = connection();
		inThreads((thread) -> {
			for (int i = 0; i < EACH; i++) {
				assertThat(connection.sendText(thread + ":" + i)).isEqualTo(SendResult.QUEUED);
			}
		});
		Awaitility.await().untilAsserted(() -> assertThat(this.peer.received).hasSize(THREADS * EACH));
		for (int thread = 0; thread < THREADS; thread++) {
			String prefix = thread + ":";
			List<String> ofOne = this.peer.received.stream().filter((text) -> text.startsWith(prefix)).toList();
			for (int i = 0; i < EACH; i++) {
				assertThat(ofOne.get(i)).isEqualTo(prefix + i);
			}
		}
		assertThat(this.counters.snapshot(0, 0).messagesSent()).isEqualTo(THREADS * EACH);
		Awaitility.await().until(() -> connection.queuedBytes() == 0);
	}

	@Test
	void whatAThreadSentBeforeItsCloseArrivesBeforeIt() {
		Connection connection = connection();
		for (int i = 0; i < EACH; i++) {
			connection.sendText("m" + i);
		}
		connection.close(CloseCode.NORMAL, "done");
		Awaitility.await().until(() -> this.peer.received.contains("close"));
		assertThat(this.peer.received).hasSize(EACH + 1).last().isEqualTo("close");
		assertThat(connection.sendText("late")).isEqualTo(SendResult.CLOSED);
	}

	@Test
	void everySendAsyncEndsOneWayOrTheOther() throws Exception {
		Connection connection = connection();
		List<CompletableFuture<Void>> stages = Collections.synchronizedList(new ArrayList<>());
		CountDownLatch some = new CountDownLatch(500);
		Thread closer = new Thread(() -> {
			try {
				some.await();
			}
			catch (InterruptedException ex) {
				return;
			}
			this.client.close();
		});
		closer.start();
		inThreads((thread) -> {
			for (int i = 0; i < EACH; i++) {
				stages.add(connection.sendTextAsync("x").toCompletableFuture());
				some.countDown();
			}
		});
		closer.join(TimeUnit.SECONDS.toMillis(30));
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(stages).hasSize(THREADS * EACH).allMatch(CompletableFuture::isDone));
		Awaitility.await().until(() -> connection.queuedBytes() == 0);
	}

	@Test
	void noWakeUpIsLost() {
		Connection connection = connection();
		for (int i = 1; i <= 20_000; i++) {
			connection.sendText("a");
			for (int spin = i % 300; spin > 0; spin--) {
				Thread.onSpinWait();
			}
			connection.sendText("b");
			int expected = 2 * i;
			long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
			while (this.peer.received.size() < expected) {
				assertThat(System.nanoTime()).as("waiting for message %d", expected).isLessThan(deadline);
				Thread.onSpinWait();
			}
		}
	}

	@Test
	void aMessageThatComesTooLateIsGivenUp() throws Exception {
		Connection connection = connection();
		Message.Binary slow = new Message.Binary() {

			@Override
			public int size() {
				return 1;
			}

			@Override
			public ByteBuffer payload() {
				SendingThreadsTests.this.client.close();
				Awaitility.await().until(() -> SendingThreadsTests.this.registry.unfinished() == 0);
				return ByteBuffer.allocate(1);
			}

			@Override
			public Message.Binary copy() {
				return this;
			}

		};
		assertThat(connection.sendAsync(slow).toCompletableFuture())
			.completesExceptionallyWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(ConnectionClosedException.class);
		// Counted on the event loop, which may be a moment behind.
		Awaitility.await()
			.untilAsserted(() -> assertThat(this.counters.snapshot(0, 0).drops()).containsEntry(DropReason.CLOSED, 1L));
	}

	@Test
	void broadcastsOfOneThreadArriveInItsOrder() {
		for (int i = 0; i < EACH; i++) {
			this.registry.broadcast(PreparedMessage.text("b" + i), (connection) -> true);
		}
		Awaitility.await().untilAsserted(() -> assertThat(this.peer.received).hasSize(EACH));
		for (int i = 0; i < EACH; i++) {
			assertThat(this.peer.received.get(i)).isEqualTo("b" + i);
		}
	}

	@Test
	void findIsSafeForAnyThreadWhileConnectionsComeAndGo() throws Exception {
		String id = connection().id();
		inThreads((thread) -> {
			for (int i = 0; i < EACH; i++) {
				Connection found = this.registry.find(id);
				if (found != null) {
					assertThat(found.id()).isEqualTo(id);
				}
				if (thread == 0 && i == EACH / 2) {
					this.client.close();
				}
			}
		});
		Awaitility.await().until(() -> this.registry.find(id) == null);
	}

	private Connection connection() {
		return this.registry.all().iterator().next();
	}

	private List<EventLoop> eventLoops() {
		List<EventLoop> all = new ArrayList<>();
		for (EventExecutor loop : this.loops) {
			all.add((EventLoop) loop);
		}
		return all;
	}

	private static void inThreads(ThreadWork work) throws InterruptedException {
		List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			int number = i;
			Thread thread = new Thread(() -> work.run(number));
			thread.setUncaughtExceptionHandler((failed, ex) -> failures.add(ex));
			thread.start();
			threads.add(thread);
		}
		for (Thread thread : threads) {
			thread.join(TimeUnit.SECONDS.toMillis(30));
		}
		assertThat(failures).isEmpty();
	}

	/**
	 * What one of several threads does.
	 */
	private interface ThreadWork {

		void run(int thread);

	}

	/**
	 * Reads small frames of a server.
	 */
	private static final class Peer extends ByteToMessageDecoder {

		private final List<String> received = Collections.synchronizedList(new ArrayList<>());

		@Override
		protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
			int length = (in.readableBytes() >= 2) ? in.getByte(in.readerIndex() + 1) : Integer.MAX_VALUE;
			if (in.readableBytes() - 2 < length) {
				return;
			}
			boolean close = (in.readUnsignedShort() >>> 8 & 0x0F) == 0x8;
			String text = in.readCharSequence(length, StandardCharsets.UTF_8).toString();
			this.received.add(close ? "close" : text);
		}

	}

}
