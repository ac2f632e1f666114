package io.aerosocket.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients in other languages: Node's ws, which the test installs, and Python's
 * websockets. Each prints what it saw; what is missing on this machine is skipped.
 */
class ForeignProcessClientTests {

	private static final Path SCRIPTS = Path.of("src", "test");

	private static final List<String> EXPECTED = List.of("subprotocol v1.test", "extensions permessage-deflate",
			"text false J\u00fcrgen \u20ac \ud83d\ude00", "binary true 010203", "fragments one two three", "large true",
			"pong are you there?", "closed 4001 bye", "kicked 4002 enough", "refused 404");

	@RegisterExtension
	static final TestServer server = TestServer.with((builder) -> {
		for (CompressionMode mode : CompressionMode.values()) {
			RouteOptions options = new RouteOptions(ConnectionOptions.builder()
				.maxMessageSize(2 << 20)
				.compression(CompressionOptions.of(mode).withMinSize(0).withMaxRatio(10_000))
				.build(), null, null);
			builder.route("/" + mode + "/echo", TestServer.ECHO, options)
				.route("/" + mode + "/kick", new Kicking(), options);
		}
		builder.options((options) -> options.subprotocols(List.of("v1.test")));
	});

	@ParameterizedTest
	@EnumSource
	void wsOfNodeIsServed(CompressionMode mode) throws Exception {
		assumeRuns("Node is missing", "node", "--version");
		assertThat(run(installWs(), "node", "client.cjs", address(mode), "true")).isEqualTo(expected(mode));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{ \"serverMaxWindowBits\": 9, \"clientMaxWindowBits\": 9 }",
			"{ \"serverNoContextTakeover\": true }", "{ \"clientNoContextTakeover\": true }",
			"{ \"serverMaxWindowBits\": 12, \"serverNoContextTakeover\": true, \"threshold\": 0 }" })
	void wsOfNodeMayAskForLess(String offer) throws Exception {
		assumeRuns("Node is missing", "node", "--version");
		assertThat(run(installWs(), "node", "client.cjs", address(CompressionMode.DEDICATED), offer))
			.isEqualTo(EXPECTED);
	}

	// It asks for windows of 12 bits both ways, and its decompressor has no more.
	@ParameterizedTest
	@EnumSource
	void websocketsOfPythonIsServed(CompressionMode mode) throws Exception {
		String python = List.of("/usr/bin/python3", "python3")
			.stream()
			.filter((candidate) -> runs(candidate, "-c", "import websockets"))
			.findFirst()
			.orElse(null);
		Assumptions.assumeTrue(python != null, "Python's websockets is missing (install python3-websockets)");
		Path script = SCRIPTS.resolve("python").resolve("client.py").toAbsolutePath();
		assertThat(run(Path.of("target"), python, script.toString(), address(mode))).isEqualTo(expected(mode));
	}

	private static List<String> expected(CompressionMode mode) {
		List<String> expected = new ArrayList<>(EXPECTED);
		if (mode == CompressionMode.OFF) {
			expected.set(1, "extensions none");
		}
		return expected;
	}

	private static String address(CompressionMode mode) {
		return "ws://127.0.0.1:" + server.server().port() + "/" + mode;
	}

	/** Installs what the lock file says, unless that was done before. */
	private static Path installWs() throws Exception {
		Path directory = Files.createDirectories(Path.of("target", "node"));
		for (String file : List.of("package.json", "package-lock.json", "client.cjs")) {
			Files.copy(SCRIPTS.resolve("node").resolve(file), directory.resolve(file),
					StandardCopyOption.REPLACE_EXISTING);
		}
		if (!Files.isDirectory(directory.resolve("node_modules").resolve("ws"))) {
			Process npm = start(directory, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
			String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			Assumptions.assumeTrue(npm.waitFor() == 0, () -> "npm could not install ws: " + output);
		}
		return directory;
	}

	private static void assumeRuns(String message, String... command) {
		Assumptions.assumeTrue(runs(command), message);
	}

	private static boolean runs(String... command) {
		try {
			Process process = start(Path.of("."), command);
			process.getInputStream().readAllBytes();
			return process.waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static List<String> run(Path directory, String... command) throws Exception {
		Process process = start(directory, command);
		String output;
		try {
			process.getOutputStream().close();
			Process watched = process;
			process.onExit().orTimeout(30, TimeUnit.SECONDS).exceptionally((ex) -> watched.destroyForcibly());
			output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(output).isZero();
		}
		finally {
			process.destroyForcibly();
		}
		return output.lines().toList();
	}

	private static Process start(Path directory, String... command) throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
		builder.environment().put("PYTHONIOENCODING", "utf-8");
		return builder.start();
	}

	/** Closes whoever comes. */
	private static final class Kicking implements ConnectionHandler {

		@Override
		public CompletionStage<?> onOpen(Connection connection) {
			connection.close(new CloseCode(4002), "enough");
			return null;
		}

		@Override
		public CompletionStage<?> onMessage(Connection connection, Message message) {
			return null;
		}

	}

}
