package io.aerosocket.internal.connection;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionClosedException;
import io.aerosocket.telemetry.TimingListener;

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
		TimingListener timing = SendTimes.timed(connection);
		if (listeners == null && timing == null) {
			return connection.transport().voidPromise();
		}
		ChannelPromise promise = connection.transport().newPromise();
		if (timing != null) {
			SendTimes.follow(connection, timing, promise);
		}
		if (listeners != null) {
			promise.addListener((written) -> tell(listeners, written.isSuccess(), connection.id()));
		}
		return promise;
	}

	private static void tell(List<CompletableFuture<Void>> listeners, boolean written, String connectionId) {
		if (written) {
			listeners.forEach((flushed) -> flushed.complete(null));
		}
		else {
			giveUp(listeners, connectionId);
		}
	}

	static void giveUp(List<CompletableFuture<Void>> listeners, String connectionId) {
		listeners.forEach((flushed) -> flushed.completeExceptionally(new ConnectionClosedException(connectionId)));
	}

}
