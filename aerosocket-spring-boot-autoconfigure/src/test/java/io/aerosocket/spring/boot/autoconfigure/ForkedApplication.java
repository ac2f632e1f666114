package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application in a process of its own, with this module's test class path.
 */
final class ForkedApplication implements AutoCloseable {

	private static final Duration DEADLINE = Duration.ofSeconds(60);

	private final Process process;

	private final Path output;

	private ForkedApplication(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	/**
	 * Starts an application.
	 * @param main the class with its main method
	 * @param directory a directory that is put on the class path too, and takes the
	 * output
	 * @param arguments its arguments
	 * @return the application, starting
	 */
	static ForkedApplication start(Class<?> main, Path directory, String... arguments) throws IOException {
		Path output = directory.resolveSibling(directory.getFileName() + ".log");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.add("-XX:TieredStopAtLevel=1");
		// Caches that are held softly are emptied with each collection.
		command.add("-XX:SoftRefLRUPolicyMSPerMB=0");
		command.add("-cp");
		command.add(directory + System.getProperty("path.separator") + System.getProperty("java.class.path"));
		command.add(main.getName());
		command.addAll(List.of(arguments));
		return new ForkedApplication(
				new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
	}

	/**
	 * Waits until the output has a text for the given time.
	 * @param pattern the text
	 * @param times how often it has to be there
	 * @return the last match
	 */
	Matcher await(Pattern pattern, int times) {
		Awaitility.await(pattern + " in the output")
			.atMost(DEADLINE)
			.failFast(() -> assertThat(this.process.isAlive() || has(pattern, times)).as(output()).isTrue())
			.until(() -> has(pattern, times));
		Matcher matcher = pattern.matcher(output());
		for (int i = 0; i < times; i++) {
			matcher.find();
		}
		return matcher;
	}

	private boolean has(Pattern pattern, int times) {
		return pattern.matcher(output()).results().count() >= times;
	}

	/**
	 * Asks the process to end.
	 */
	void signal() {
		this.process.toHandle().destroy();
	}

	/**
	 * Asks the process to end, and waits until it has.
	 * @return its exit code
	 */
	int terminate() throws InterruptedException {
		signal();
		if (!this.process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
			throw new AssertionError("still running:\n" + output());
		}
		return this.process.exitValue();
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
