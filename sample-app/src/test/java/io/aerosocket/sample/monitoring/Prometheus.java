package io.aerosocket.sample.monitoring;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Prometheus of its own, which looks at one application each second.
 */
final class Prometheus implements AutoCloseable {

	static final String WHAT_IS_MISSING = "prometheus and promtool on the PATH (the Debian package prometheus)";

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	private final Process process;

	private final String address;

	private Prometheus(Process process, String address, Path output) {
		this.process = process;
		this.address = address;
		Awaitility.await("start of Prometheus, see " + output)
			.atMost(DEADLINE)
			.ignoreExceptions()
			.failFast("Prometheus ended, see " + output, () -> !process.isAlive())
			.until(() -> send("/-/ready").statusCode() == 200);
	}

	static Optional<Path> find(String program) {
		return Stream.of(Objects.requireNonNullElse(System.getenv("PATH"), "").split(File.pathSeparator))
			.map((folder) -> Path.of(folder, program))
			.filter(Files::isExecutable)
			.findFirst();
	}

	/**
	 * Starts it.
	 * @param folder where it keeps its files
	 * @param target host and port of the application
	 * @param rules the alert rules
	 * @return a Prometheus that is ready
	 */
	static Prometheus start(Path folder, String target, Path rules) throws IOException {
		Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
				global:
				  scrape_interval: 1s
				  evaluation_interval: 1s
				rule_files: ["%s"]
				scrape_configs:
				  - job_name: sample
				    metrics_path: /actuator/prometheus
				    static_configs:
				      - targets: ["%s"]
				""".formatted(rules.toRealPath(), target));
		Path output = folder.resolve("prometheus.log");
		String address = "127.0.0.1:" + freePort();
		Process process = new ProcessBuilder(find("prometheus").orElseThrow().toString(),
				"--config.file=" + configuration.toAbsolutePath(), "--web.listen-address=" + address,
				"--storage.tsdb.path=" + folder.resolve("data").toAbsolutePath())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			return new Prometheus(process, address, output);
		}
		catch (RuntimeException | Error ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	/**
	 * Runs the tool that comes with it.
	 * @param arguments what to do
	 * @return what it said, and its exit code in a last line
	 */
	static String promtool(String... arguments) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(
				Stream.concat(Stream.of(find("promtool").orElseThrow().toString()), Stream.of(arguments)).toList())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		return output + "exit code " + process.waitFor();
	}

	/**
	 * Asks for the present.
	 * @param expression an expression
	 * @return the values, with labels or without
	 */
	List<JsonNode> query(String expression) {
		return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8)).path("data")
			.path("result")
			.valueStream()
			.toList();
	}

	List<JsonNode> rules() {
		return get("/api/v1/rules").path("data").path("groups").path(0).path("rules").valueStream().toList();
	}

	private JsonNode get(String path) {
		try {
			HttpResponse<String> response = send(path);
			if (response.statusCode() != 200) {
				throw new IllegalStateException(path + ": " + response.body());
			}
			return this.json.readTree(response.body());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(path, ex);
		}
	}

	private HttpResponse<String> send(String path) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(URI.create("http://" + this.address + path)).build(),
				HttpResponse.BodyHandlers.ofString());
	}

	// It does not tell which port it took, so it is given one.
	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@Override
	public void close() {
		this.process.destroy();
		try {
			if (!this.process.waitFor(10, TimeUnit.SECONDS)) {
				this.process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			this.process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
	}

}
