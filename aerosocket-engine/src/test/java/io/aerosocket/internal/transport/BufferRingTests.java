package io.aerosocket.internal.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.uring.IoUringBufferRingExhaustedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.aerosocket.Transport;
import io.aerosocket.UnavailableTransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * More sockets have something to be read than the ring of io_uring has buffers: nothing
 * is lost, nobody waits for ever, and every buffer comes back.
 */
class BufferRingTests {

	private static final int PEERS = 3 * IoUringRing.BUFFERS;

	private static final int BYTES = 16 * 1024;

	private static final int ROUNDS = 5;

	private static final int DEADLINE_MILLIS = 20_000;

	private final Echo echo = new Echo();

	private final List<Socket> sockets = new ArrayList<>();

	private EventLoops loops;

	private Channel listener;

	@BeforeEach
	void start() throws IOException {
		try {
			EventLoops.choose(Transport.IO_URING);
		}
		catch (UnavailableTransportException ex) {
			Assumptions.abort(ex.reason());
		}
		this.loops = EventLoops.start(Transport.IO_URING, 1);
		this.listener = this.loops.newServerBootstrap(this.loops.group(), this.loops.group())
			.childHandler(this.echo)
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.syncUninterruptibly()
			.channel();
		int port = ((InetSocketAddress) this.listener.localAddress()).getPort();
		for (int i = 0; i < PEERS; i++) {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
			socket.setSoTimeout(DEADLINE_MILLIS);
			this.sockets.add(socket);
		}
		await().until(() -> this.echo.open.get() == PEERS);
	}

	@AfterEach
	void stop() throws IOException {
		for (Socket socket : this.sockets) {
			socket.close();
		}
		if (this.loops != null) {
			this.listener.close();
			this.loops.group().shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
		}
	}

	@Test
	void everybodyAtOnceIsReadInTheEnd() throws Exception {
		for (int round = 0; round < ROUNDS; round++) {
			writeWhileTheLoopIsBusy(round);
			assertEchoed(round);
		}
		assertThat(this.echo.exhausted).as("times that the ring had no buffer").hasPositiveValue();
	}

	@Test
	void whatIsKeptByTheApplicationStopsNobody() throws Exception {
		this.echo.keeping = true;
		writeWhileTheLoopIsBusy(0);
		await().until(() -> this.echo.read.get() == (long) PEERS * BYTES);
		assertThat(this.echo.kept).hasSizeGreaterThanOrEqualTo(PEERS);
		this.loops.loops().get(0).submit(this.echo::sendKept).syncUninterruptibly();
		assertEchoed(0);
		assertThat(this.echo.kept).isEmpty();
	}

	// All have written before the event loop reads from any of them.
	private void writeWhileTheLoopIsBusy(int round) throws IOException {
		CountDownLatch written = new CountDownLatch(1);
		this.loops.loops().get(0).execute(() -> {
			try {
				written.await(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		for (int i = 0; i < PEERS; i++) {
			this.sockets.get(i).getOutputStream().write(bytes(round, i));
		}
		written.countDown();
	}

	private void assertEchoed(int round) throws IOException {
		for (int i = 0; i < PEERS; i++) {
			byte[] echoed = new byte[BYTES];
			new DataInputStream(this.sockets.get(i).getInputStream()).readFully(echoed);
			assertThat(Arrays.equals(echoed, bytes(round, i))).as("echo of %d in round %d", i, round).isTrue();
		}
	}

	private static byte[] bytes(int round, int peer) {
		byte[] bytes = new byte[BYTES];
		new SplittableRandom(1000L * round + peer).nextBytes(bytes);
		return bytes;
	}

	/** Sends back what it reads, at once or when it is told to. */
	@Sharable
	private static final class Echo extends ChannelInboundHandlerAdapter {

		private final AtomicInteger open = new AtomicInteger();

		private final AtomicInteger exhausted = new AtomicInteger();

		private final AtomicLong read = new AtomicLong();

		private final List<Runnable> kept = new ArrayList<>();

		private volatile boolean keeping;

		void sendKept() {
			this.kept.forEach(Runnable::run);
			this.kept.clear();
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			this.open.incrementAndGet();
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ByteBuf bytes = (ByteBuf) message;
			if (this.keeping) {
				this.kept.add(() -> context.writeAndFlush(bytes));
			}
			else {
				context.writeAndFlush(bytes);
			}
			this.read.addAndGet(bytes.readableBytes());
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof IoUringBufferRingExhaustedEvent) {
				this.exhausted.incrementAndGet();
			}
		}

	}

}
