package io.aerosocket.server;

import java.util.concurrent.CompletableFuture;

/**
 * Runs what may block beside a test, each on a thread of its own: the common pool may
 * have a single one.
 */
final class Background {

	private Background() {
	}

	static CompletableFuture<Void> run(Runnable action) {
		return CompletableFuture.runAsync(action, Background::start);
	}

	private static void start(Runnable task) {
		Thread thread = new Thread(task, "background");
		thread.setDaemon(true);
		thread.start();
	}

}
