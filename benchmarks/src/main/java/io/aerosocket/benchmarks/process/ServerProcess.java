package io.aerosocket.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A peer in a process of its own.
 */
public final class ServerProcess implements AutoCloseable {

	private static final int START_AT_MOST_SECONDS = 60;

	private static final int STOP_AT_MOST_SECONDS = 10;

	private static final String READY = "ready ";

	private final Process process;

	private final CompletableFuture<int[]> ports = new CompletableFuture<>();

	private final Consumer<String> log;

	private ServerProcess(Process process, Consumer<String> log) {
		this.process = process;
		this.log = log;
	}

	/**
	 * Starts a peer and waits until it accepts connections. Its log goes to the standard
	 * error of this process.
	 * @param java how to start the process
	 * @param peer the peer's name
	 * @param options options for {@code serve}, besides peer and port
	 * @return the process
	 * @throws IOException if it ended or was not ready in time
	 */
	public static ServerProcess start(JavaCommand java, String peer, List<String> options) throws IOException {
		return start(java.with(words(peer, options)), peer, System.err::println);
	}

	/**
	 * Starts a peer and waits until it accepts connections.
	 * @param java how to start the process
	 * @param peer the peer's name
	 * @param options options for {@code serve}, besides peer and port
	 * @param log takes each line that it logs, on a thread of its own
	 * @return the process
	 * @throws IOException if it ended or was not ready in time
	 */
	public static ServerProcess start(JavaCommand java, String peer, List<String> options, Consumer<String> log)
			throws IOException {
		return start(
				java.with(words(peer, options)).redirectError(ProcessBuilder.Redirect.PIPE).redirectErrorStream(true),
				peer, log);
	}

	private static List<String> words(String peer, List<String> options) {
		List<String> words = new ArrayList<>(List.of("serve", "--peer", peer, "--port", "0"));
		words.addAll(options);
		return words;
	}

	private static ServerProcess start(ProcessBuilder builder, String peer, Consumer<String> log) throws IOException {
		ServerProcess server = new ServerProcess(builder.start(), log);
		Thread reader = new Thread(server::readOutput, "output of " + peer);
		reader.setDaemon(true);
		reader.start();
		try {
			server.ports.get(START_AT_MOST_SECONDS, TimeUnit.SECONDS);
			return server;
		}
		catch (ExecutionException | TimeoutException | InterruptedException ex) {
			server.close();
			throw new IOException(
					peer + ": not ready (expected: \"ready PORT CONTROL\" within " + START_AT_MOST_SECONDS + " s)", ex);
		}
	}

	/** Reads to the end, so that a peer that logs is never held up. */
	private void readOutput() {
		try (BufferedReader output = this.process.inputReader(StandardCharsets.UTF_8)) {
			for (String line = output.readLine(); line != null; line = output.readLine()) {
				if (line.startsWith(READY)) {
					this.ports.complete(numbers(line.substring(READY.length())));
				}
				else {
					this.log.accept(line);
				}
			}
			this.ports.completeExceptionally(new IOException("process: ended (expected: \"ready PORT CONTROL\")"));
		}
		catch (IOException ex) {
			this.ports.completeExceptionally(new UncheckedIOException(ex));
		}
	}

	private static int[] numbers(String text) {
		return Arrays.stream(text.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
	}

	/**
	 * Returns where it accepts connections.
	 * @return the port
	 */
	public int port() {
		return this.ports.join()[0];
	}

	/**
	 * Returns where it tells about itself.
	 * @return the port
	 */
	public int controlPort() {
		return this.ports.join()[1];
	}

	/**
	 * Returns the process's number.
	 * @return its id
	 */
	public long pid() {
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
