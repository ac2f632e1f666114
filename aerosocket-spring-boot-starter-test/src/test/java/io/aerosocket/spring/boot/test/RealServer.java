package io.aerosocket.spring.boot.test;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Execution;
import io.aerosocket.Message;
import io.aerosocket.SendResult;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.ServerOptions;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

/**
 * The engine's server for tests of the client: {@code /echo} says everything again,
 * {@code /flood} sends until its queue is full for each message, {@code /busy} reads one
 * message and no more.
 */
public final class RealServer implements AutoCloseable {

	private static final int SECONDS = 10;

	private static final int FLOOD_BYTES = 1024;

	private final BlockingQueue<CloseReason> closed = new LinkedBlockingQueue<>();

	private final BlockingQueue<Integer> sent = new LinkedBlockingQueue<>();

	private final Busy busy = new Busy();

	private final AeroServer server;

	public RealServer(Consumer<ServerOptions.Builder> options) {
		this.server = AeroServer.builder()
			.port(0)
			.options((builder) -> builder.eventLoops(1)
				.gracePeriod(Duration.ZERO)
				.drainWindow(Duration.ZERO)
				.subprotocols(List.of("v2")))
			.options(options)
			.route("/echo", handler(Execution.EVENT_LOOP, Connection::send))
			.route("/flood", handler(Execution.WORKER, (connection, message) -> flood(connection)))
			.route("/busy", this.busy)
			.build()
			.start();
	}

	public AeroServer server() {
		return this.server;
	}

	public AeroSocketTestClient client() {
		return AeroSocketTestClient.forPort(this.server.port());
	}

	/**
	 * Waits until a connection has ended.
	 * @return its code
	 */
	public int closed() throws InterruptedException {
		CloseReason reason = this.closed.poll(SECONDS, TimeUnit.SECONDS);
		if (reason == null) {
			throw new AssertionError("No connection ended within " + SECONDS + " s");
		}
		return reason.code().value();
	}

	/**
	 * Waits until a flood has filled its queue.
	 * @return how many messages were sent before one was refused
	 */
	public int flooded() throws InterruptedException {
		Integer count = this.sent.poll(SECONDS, TimeUnit.SECONDS);
		if (count == null) {
			throw new AssertionError("No flood ended within " + SECONDS + " s");
		}
		return count;
	}

	private void flood(Connection connection) {
		ByteBuffer payload = ByteBuffer.allocate(FLOOD_BYTES);
		int count = 0;
		SendResult result = connection.sendBinary(payload.duplicate());
		while (result == SendResult.SENT || result == SendResult.QUEUED) {
			count++;
			result = connection.sendBinary(payload.duplicate());
		}
		this.sent.add(count);
	}

	private ConnectionHandler handler(Execution execution, BiConsumer<Connection, Message> action) {
		return new ConnectionHandler() {

			@Override
			public @Nullable CompletionStage<?> onMessage(Connection connection, Message message) {
				action.accept(connection, message);
				return null;
			}

			@Override
			public @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
				RealServer.this.closed.add(reason);
				return null;
			}

			@Override
			public Execution execution(Event event) {
				return execution;
			}

		};
	}

	@Override
	public void close() {
		this.busy.end.complete(null);
		this.server.close();
	}

	/**
	 * Does not get done with its first message before the end.
	 */
	private static final class Busy implements ConnectionHandler {

		private final CompletableFuture<Void> end = new CompletableFuture<>();

		@Override
		public CompletionStage<?> onMessage(Connection connection, Message message) {
			return this.end;
		}

		@Override
		public Execution execution(Event event) {
			return Execution.EVENT_LOOP;
		}

	}

}
