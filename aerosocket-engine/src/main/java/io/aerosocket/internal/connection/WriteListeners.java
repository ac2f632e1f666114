package io.aerosocket.internal.connection;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionClosedException;

/**
 * Tells those who asked when what they sent was written, or that it never will be.
 */
final class WriteListeners {

	private WriteListeners() {
	}

	/**
	 * Makes the promise of a write.
	 * @param connection whose write it is
	 * @param listeners who waits for it, or {@code null} for nobody
	 * @return the promise, which nobody may listen to otherwise
	 */
	static ChannelPromise promise(WebSocketConnection connection, @Nullable List<CompletableFuture<Void>> listeners) {
		if (listeners == null) {
			return connection.transport().voidPromise();
		}
		return connection.transport().newPromise().addListener((written) -> {
			if (written.isSuccess()) {
				listeners.forEach((flushed) -> flushed.complete(null));
			}
			else {
				giveUp(listeners, connection.id());
			}
		});
	}

	static void giveUp(List<CompletableFuture<Void>> listeners, String connectionId) {
		listeners.forEach((flushed) -> flushed.completeExceptionally(new ConnectionClosedException(connectionId)));
	}

}
