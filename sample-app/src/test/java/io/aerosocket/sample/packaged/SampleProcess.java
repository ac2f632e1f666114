package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The packaged application in a process of its own, on free ports, as users start it.
 */
final class SampleProcess implements AutoCloseable {

	private static final Duration START_DEADLINE = Duration.ofSeconds(60);

	private static final Pattern STARTED = Pattern.compile("Started SampleApplication");

	private static final Pattern PAGE_PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = new JsonMapper();

	private final Process process;

	private final Path output;

	private final int pagePort;

	private final int socketPort;

	private SampleProcess(Process process, Path output) {
		this.process = process;
		this.output = output;
		Awaitility.await("start of the application, see " + output)
			.atMost(START_DEADLINE)
			.failFast("the application ended, see " + output, () -> !process.isAlive())
			.until(() -> STARTED.matcher(output()).find());
		Matcher port = PAGE_PORT.matcher(output());
		if (!port.find()) {
			throw new IllegalStateException("no port in " + output);
		}
		this.pagePort = Integer.parseInt(port.group(1));
		this.socketPort = this.json.readTree(get("/api/socket")).path("port").asInt();
	}

	/**
	 * Starts the application.
	 * @param name a name for the file with its output
	 * @param jvmOptions options for the JVM
	 * @param arguments properties
	 * @return the application, ready
	 */
	static SampleProcess start(String name, List<String> jvmOptions, List<String> arguments) throws IOException {
		return start(name, Map.of(), jvmOptions, List.of("-jar", jar()), arguments);
	}

	/**
	 * Starts the application in an environment of its own, or in another way than with
	 * {@code -jar}.
	 * @param name a name for the file with its output
	 * @param environment variables
	 * @param jvmOptions options for the JVM
	 * @param program what the JVM runs
	 * @param arguments properties
	 * @return the application, ready
	 */
	static SampleProcess start(String name, Map<String, String> environment, List<String> jvmOptions,
			List<String> program, List<String> arguments) throws IOException {
		Path output = Path.of("target", "sample-" + name + ".log");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmOptions);
		command.addAll(program);
		command.addAll(List.of("--server.port=0", "--aerosocket.server.port=0"));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().putAll(environment);
		Process process = builder.start();
		try {
			return new SampleProcess(process, output);
		}
		catch (RuntimeException | Error ex) {
			process.destroyForcibly();
			throw ex;
		}
	}

	static String jar() {
		return System.getProperty("sample.jar");
	}

	/**
	 * Returns how long the application has kept cores busy.
	 * @return the time, of all cores together
	 */
	Duration busy() {
		return this.process.toHandle().info().totalCpuDuration().orElseThrow();
	}

	int socketPort() {
		return this.socketPort;
	}

	JsonNode getJson(String path) {
		return this.json.readTree(get(path));
	}

	String get(String path) {
		return send(path, HttpRequest.newBuilder());
	}

	/**
	 * Changes a setting of the running application, which has to have its endpoint
	 * exposed.
	 * @param property its name after {@code aerosocket.server.}
	 * @param value its value
	 */
	void change(String property, String value) {
		send("/actuator/aerosocketsettings/aerosocket.server." + property,
				HttpRequest.newBuilder()
					.header("Content-Type", "application/json")
					.POST(HttpRequest.BodyPublishers.ofString(this.json.writeValueAsString(Map.of("value", value)))));
	}

	private String send(String path, HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.http.send(
					request.uri(URI.create("http://localhost:" + this.pagePort + path)).build(),
					HttpResponse.BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IllegalStateException(path + ": " + response.statusCode());
			}
			return response.body();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(path, ex);
		}
	}

	/**
	 * Asks the process to end, as an operating system does when it shuts down.
	 */
	void terminate() {
		this.process.toHandle().destroy();
	}

	/**
	 * Waits for the end of the process.
	 * @param deadline how long to wait
	 * @return the exit code
	 */
	int awaitExit(Duration deadline) throws InterruptedException {
		if (!this.process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
			throw new AssertionError("still running after " + deadline + ", see " + this.output);
		}
		return this.process.exitValue();
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
