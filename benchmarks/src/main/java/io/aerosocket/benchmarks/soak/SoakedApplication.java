package io.aerosocket.benchmarks.soak;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The packaged sample application, which tells about itself by way of its actuator.
 */
final class SoakedApplication implements SoakedServer {

	private static final Map<String, Traffic> TRAFFIC = Map.of("echo", Traffics::echo, "echo too", Traffics::echo,
			"deflate", Traffics::deflate, "chat", SampleTraffics::chat, "ticker", SampleTraffics::ticker, "slow ticker",
			SampleTraffics::slowTicker, "slow reader", Traffics::slowReader, "killed peers", Traffics::killedPeers,
			"storm", Traffics::storm);

	private static final int START_AT_MOST_SECONDS = 120;

	private static final int STOP_AT_MOST_SECONDS = 30;

	private final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private final int pagePort;

	private final int port;

	private SoakedApplication(Process process, int pagePort, int port) {
		this.process = process;
		this.pagePort = pagePort;
		this.port = port;
	}

	/**
	 * Starts the application and waits until it is ready.
	 * @param jar the executable jar
	 * @param arguments properties, besides the ports
	 * @param flags flags of its virtual machine
	 * @param log takes each line that it logs, on a thread of its own
	 * @return the application
	 * @throws IOException if it ended or was not ready in time
	 * @throws InterruptedException if interrupted
	 */
	static SoakedApplication start(Path jar, List<String> arguments, List<String> flags, Consumer<String> log)
			throws IOException, InterruptedException {
		int pagePort = freePort();
		int port = freePort();
		List<String> command = new ArrayList<>(List.of(tool("java")));
		command.addAll(flags);
		command
			.addAll(List.of("-jar", jar.toString(), "--server.port=" + pagePort, "--aerosocket.server.port=" + port));
		command.addAll(arguments);
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		Thread reader = new Thread(() -> readOutput(process, log), "output of the application");
		reader.setDaemon(true);
		reader.start();
		SoakedApplication application = new SoakedApplication(process, pagePort, port);
		application.awaitReady();
		return application;
	}

	private static void readOutput(Process process, Consumer<String> log) {
		try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
			output.lines().forEach(log);
		}
		catch (IOException | UncheckedIOException ex) {
			log.accept("end of output: " + ex.getMessage());
		}
	}

	private void awaitReady() throws IOException, InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_AT_MOST_SECONDS);
		while (!isReady()) {
			if (!this.process.isAlive() || System.nanoTime() > end) {
				close();
				throw new IOException("application: " + (this.process.isAlive() ? "not ready" : "ended")
						+ " (expected: ready within " + START_AT_MOST_SECONDS + " s)");
			}
			TimeUnit.MILLISECONDS.sleep(200);
		}
	}

	private boolean isReady() {
		try {
			get("/actuator/health/readiness");
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public int port() {
		return this.port;
	}

	@Override
	public Map<String, Traffic> traffic() {
		return TRAFFIC;
	}

	@Override
	public Map<String, Long> read() throws IOException, InterruptedException {
		// Twice: what the first has made unreachable by its finalizing and cleaning.
		for (int i = 0; i < 2; i++) {
			new ProcessBuilder(tool("jcmd"), "" + this.process.pid(), "GC.run")
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
		}
		Scrape scrape = scrape();
		Map<String, Long> reading = new LinkedHashMap<>();
		reading.put("heap", scrape.sum("jvm_memory_used_bytes", "area=\"heap\""));
		// Netty's buffers are in no metric of the virtual machine.
		reading.put("resident", resident());
		reading.put("threads", scrape.sum("jvm_threads_live_threads"));
		reading.putAll(counters(scrape));
		return reading;
	}

	private long resident() throws IOException {
		String kilobytes = Files.readAllLines(Path.of("/proc/" + this.process.pid() + "/status"))
			.stream()
			.filter((line) -> line.startsWith("VmRSS:"))
			.findFirst()
			.orElseThrow()
			.replaceAll("\\D", "");
		return Long.parseLong(kilobytes) * 1024;
	}

	@Override
	public Map<String, Long> counters() throws IOException {
		return counters(scrape());
	}

	private static Map<String, Long> counters(Scrape scrape) {
		Map<String, Long> counters = new LinkedHashMap<>();
		counters.put("open", scrape.sum("aerosocket_server_connections"));
		counters.put("opened", scrape.sum("aerosocket_server_connections_opened_total"));
		counters.put("handshaking", scrape.sum("aerosocket_server_handshaking"));
		counters.put("received", scrape.sum("aerosocket_server_messages_total", "direction=\"in\""));
		counters.put("sent", scrape.sum("aerosocket_server_messages_total", "direction=\"out\""));
		counters.put("dropped", scrape.sum("aerosocket_server_drops_total"));
		counters.put("queued", scrape.sum("aerosocket_server_queued_bytes"));
		counters.put("paused", scrape.sum("aerosocket_server_reads_paused"));
		return counters;
	}

	@Override
	public List<String> reconcile(Tally tally) throws IOException {
		return Reckoning.check(scrape(), tally);
	}

	private Scrape scrape() throws IOException {
		return Scrape.parse(get("/actuator/prometheus"));
	}

	private String get(String path) throws IOException {
		try {
			HttpResponse<String> response = this.http.send(
					HttpRequest.newBuilder(URI.create("http://localhost:" + this.pagePort + path)).build(),
					HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IOException(path + ": " + response.statusCode() + " (expected: 200)");
			}
			return response.body();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(path + ": interrupted", ex);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static String tool(String name) {
		return Path.of(System.getProperty("java.home"), "bin", name).toString();
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (this.process.waitFor(STOP_AT_MOST_SECONDS, TimeUnit.SECONDS)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.process.destroyForcibly();
	}

}
