package io.aerosocket.sample.packaged;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process in another network, which answers questions with numbers.
 */
final class DistantProcess implements AutoCloseable {

	private final Process process;

	private final PrintStream questions;

	private final BufferedReader answers;

	private DistantProcess(Process process) {
		this.process = process;
		this.questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
		this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
	}

	/**
	 * Starts a process.
	 * @param network where it is
	 * @param heap most heap that it may take, as {@code -Xmx} has it
	 * @param program its class, whose main method ends in {@link #answer(Answers)}
	 * @param arguments what it is told
	 * @return the process
	 */
	static DistantProcess start(DistantNetwork network, String heap, Class<?> program, String... arguments)
			throws IOException {
		List<String> command = new ArrayList<>(network.prefix());
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap,
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), program.getName()));
		command.addAll(List.of(arguments));
		return new DistantProcess(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
	}

	long pid() {
		return this.process.pid();
	}

	long ask(String question) throws IOException {
		this.questions.println(question);
		String answer = this.answers.readLine();
		if (answer == null) {
			throw new IOException("The process in another network has ended");
		}
		return Long.parseLong(answer);
	}

	/**
	 * Answers until nobody asks any more. In that process.
	 * @param answers the answers
	 */
	static void answer(Answers answers) throws IOException {
		try (BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			for (String question = questions.readLine(); question != null; question = questions.readLine()) {
				System.out.println(answers.to(question));
			}
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/**
	 * What a process knows.
	 */
	interface Answers {

		long to(String question) throws IOException;

	}

}
