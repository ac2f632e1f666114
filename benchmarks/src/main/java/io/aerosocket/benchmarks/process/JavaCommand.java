package io.aerosocket.benchmarks.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.aerosocket.benchmarks.Benchmarks;

/**
 * How another process of this program is started: with this process's Java and class
 * path.
 *
 * @param cores the cores it may run on, as {@code taskset} takes them, or an empty text
 * for all
 * @param flags the virtual machine's flags
 */
public record JavaCommand(String cores, List<String> flags) {

	/**
	 * Returns whether processes can be bound to cores here.
	 * @return whether {@code taskset} was found
	 */
	public static boolean canBind() {
		return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
			.anyMatch((folder) -> Files.isExecutable(Path.of(folder, "taskset")));
	}

	/**
	 * Prepares a process; its standard error is this one's.
	 * @param words this program's command and its options
	 * @return the process, not started
	 */
	public ProcessBuilder with(List<String> words) {
		List<String> command = new ArrayList<>();
		if (!this.cores.isEmpty()) {
			command.addAll(List.of("taskset", "-c", this.cores));
		}
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(this.flags);
		String classPath = System.getProperty("java.class.path");
		command.addAll(
				isExecutableJar() ? List.of("-jar", classPath) : List.of("-cp", classPath, Benchmarks.class.getName()));
		command.addAll(words);
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
	}

	private static boolean isExecutableJar() {
		// Spring Boot's launcher loads this class from a place within the jar.
		return Benchmarks.class.getProtectionDomain().getCodeSource().getLocation().getProtocol().equals("jar");
	}

	@Override
	public String toString() {
		return String.join(" ", this.flags) + (this.cores.isEmpty() ? ", all cores" : ", core " + this.cores);
	}

}
