package io.aerosocket.spring.boot.test.memory;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.spring.boot.test.client.Wire;
import io.aerosocket.spring.boot.test.client.WireListener;

/**
 * The client's end of a connection in memory. What the server writes is delivered at
 * once, on the event loop, so that the client has answered before the server does its
 * next thing. Safe for any thread.
 */
final class MemoryWire implements Wire {

	private final Object delivering = new Object();

	/** Writes that the server has no room for yet. */
	private final Queue<CompletableFuture<Void>> unread = new ArrayDeque<>();

	private final MemoryPipe toServer;

	private final MemoryPipe toClient;

	private @Nullable MemoryChannel channel;

	private @Nullable WireListener listener;

	private boolean paused;

	private boolean told;

	private volatile boolean serverWaits;

	/**
	 * Creates the wire.
	 * @param capacity bytes that may be on their way in each direction
	 */
	MemoryWire(int capacity) {
		this.toServer = new MemoryPipe(capacity);
		this.toClient = new MemoryPipe(capacity);
	}

	/**
	 * Ties the wire to the server's end. Called once, before anything else.
	 * @param channel the server's end
	 */
	void connect(MemoryChannel channel) {
		this.channel = channel;
	}

	// --- the client's side

	@Override
	public void start(WireListener listener) {
		synchronized (this.delivering) {
			this.listener = listener;
			deliverAll();
		}
	}

	@Override
	public CompletionStage<Void> write(byte[] bytes) {
		CompletableFuture<Void> written = new CompletableFuture<>();
		synchronized (this.unread) {
			if (!this.toServer.add(bytes)) {
				return CompletableFuture.failedFuture(new IOException("The connection has ended"));
			}
			if (this.toServer.room() > 0) {
				written.complete(null);
			}
			else {
				this.unread.add(written);
			}
		}
		channel().readable();
		return written;
	}

	@Override
	public void pause() {
		synchronized (this.delivering) {
			this.paused = true;
		}
	}

	@Override
	public void resume() {
		synchronized (this.delivering) {
			this.paused = false;
			deliverAll();
		}
		if (this.serverWaits) {
			this.serverWaits = false;
			channel().writable();
		}
	}

	@Override
	public void hangUp() {
		this.toServer.end();
		channel().readable();
	}

	@Override
	public void reset() {
		this.toServer.cut();
		this.toClient.cut();
		channel().reset();
		resume();
	}

	// --- the server's side

	byte @Nullable [] takeForServer() {
		synchronized (this.unread) {
			byte[] bytes = this.toServer.poll();
			if (this.toServer.room() > 0) {
				this.unread.forEach((written) -> written.complete(null));
				this.unread.clear();
			}
			return bytes;
		}
	}

	boolean isOverForServer() {
		return this.toServer.isOver();
	}

	/**
	 * Returns how much may be written; when nothing may, the channel is told later when
	 * to go on.
	 * @return bytes
	 */
	int roomForClient() {
		int room = this.toClient.room();
		if (room == 0) {
			this.serverWaits = true;
			room = this.toClient.room();
		}
		return room;
	}

	void deliver(byte[] bytes) {
		synchronized (this.delivering) {
			this.toClient.add(bytes);
			deliverAll();
		}
	}

	void endForClient() {
		synchronized (this.delivering) {
			this.toClient.end();
			deliverAll();
		}
	}

	void serverClosed() {
		synchronized (this.unread) {
			this.toServer.cut();
			this.unread.forEach((written) -> written.completeExceptionally(new IOException("The server hung up")));
			this.unread.clear();
		}
		endForClient();
	}

	private void deliverAll() {
		WireListener current = this.listener;
		if (current == null || this.paused) {
			return;
		}
		for (byte[] piece = this.toClient.poll(); piece != null; piece = this.toClient.poll()) {
			current.received(piece);
		}
		if (this.toClient.isOver() && !this.told) {
			this.told = true;
			current.ended(null);
		}
	}

	private MemoryChannel channel() {
		if (this.channel == null) {
			throw new IllegalStateException("Not connected");
		}
		return this.channel;
	}

}
