package io.aerosocket.benchmarks.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A peer in a process of its own.
 */
final class ServerProcess implements AutoCloseable {

	private static final int START_AT_MOST_SECONDS = 60;

	private static final int STOP_AT_MOST_SECONDS = 10;

	private static final String READY = "ready ";

	private final Process process;

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	private ServerProcess(Process process) {
		this.process = process;
	}

	/**
	 * Starts a peer and waits until it accepts connections.
	 * @param peer the peer's name
	 * @param settings how to start it
	 * @return the process
	 * @throws IOException if it ended or was not ready in time
	 */
	static ServerProcess start(String peer, CompareSettings settings) throws IOException {
		List<String> words = new ArrayList<>(List.of("serve", "--peer", peer, "--port", "0"));
		words.addAll(settings.serveOptions());
		ServerProcess server = new ServerProcess(settings.servers().with(words).start());
		Thread reader = new Thread(server::readOutput, "output of " + peer);
		reader.setDaemon(true);
		reader.start();
		try {
			server.port.get(START_AT_MOST_SECONDS, TimeUnit.SECONDS);
			return server;
		}
		catch (ExecutionException | TimeoutException | InterruptedException ex) {
			server.close();
			throw new IOException(
					peer + ": not ready (expected: \"ready PORT\" within " + START_AT_MOST_SECONDS + " s)", ex);
		}
	}

	/** Reads to the end, so that a peer that logs is never held up. */
	private void readOutput() {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(READY)) {
					this.port.complete(Integer.valueOf(line.substring(READY.length())));
				}
				else {
					System.err.println(line);
				}
			}
			this.port.completeExceptionally(new IOException("process: ended (expected: \"ready PORT\")"));
		}
		catch (IOException ex) {
			this.port.completeExceptionally(new UncheckedIOException(ex));
		}
	}

	int port() {
		return this.port.join();
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Ends the process, by force if it does not end by itself.
	 */
	@Override
	public void close() {
		try {
			this.process.getOutputStream().close();
			if (this.process.waitFor(STOP_AT_MOST_SECONDS, TimeUnit.SECONDS)) {
				return;
			}
		}
		catch (IOException ex) {
			// The process has ended already.
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
	}

}
