package io.aerosocket.benchmarks.micro;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

import org.openjdk.jmh.Main;

/**
 * The command {@code jmh}: runs JMH with whatever options it takes. JMH starts processes
 * with a class path, and an executable jar has none: its contents are laid out in a
 * folder first, which is deleted at the end.
 */
public final class JmhCommand {

	/** The options, for the people who read the usage. */
	public static final String USAGE = """
			  all options of JMH: names as regular expressions, -prof gc, -f 1, -h for all of them
			""";

	private static final String CLASSES = "BOOT-INF/classes/";

	private static final String LIBRARIES = "BOOT-INF/lib/";

	private static final String LISTS = "META-INF/BenchmarkList";

	private JmhCommand() {
	}

	/**
	 * Runs the command.
	 * @param words its options
	 * @throws Exception if JMH failed
	 */
	public static void run(List<String> words) throws Exception {
		String classPath = System.getProperty("java.class.path");
		if (!Files.isRegularFile(Path.of(classPath))) {
			start(classPath, words);
			return;
		}
		Path folder = Files.createTempDirectory("benchmarks");
		try {
			start(layOut(Path.of(classPath), folder), words);
		}
		finally {
			delete(folder);
		}
	}

	/**
	 * Lays out an executable jar.
	 * @param jar the jar
	 * @param folder an empty folder
	 * @return a class path
	 * @throws IOException if the jar is not readable
	 */
	static String layOut(Path jar, Path folder) throws IOException {
		List<String> path = new ArrayList<>(List.of(folder.resolve(CLASSES).toString()));
		try (JarFile file = new JarFile(jar.toFile())) {
			for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements();) {
				JarEntry entry = entries.nextElement();
				String name = placeOf(entry.getName());
				if (entry.isDirectory() || name.isEmpty()) {
					continue;
				}
				Path target = folder.resolve(name).normalize();
				if (!target.startsWith(folder)) {
					throw new IOException("jar: " + entry.getName() + " (expected: a path within it)");
				}
				Files.createDirectories(target.getParent());
				try (InputStream content = file.getInputStream(entry)) {
					Files.copy(content, target);
				}
				if (name.startsWith(LIBRARIES)) {
					path.add(target.toString());
				}
			}
		}
		return String.join(File.pathSeparator, path);
	}

	/**
	 * Finds the place of an entry. JMH's lists belong to the classes, but Spring Boot
	 * leaves what is in META-INF where it was.
	 * @param entry the entry's name
	 * @return a path in the folder, empty if it has no place there
	 */
	private static String placeOf(String entry) {
		if (entry.startsWith(LISTS)) {
			return CLASSES + entry;
		}
		return (entry.startsWith(CLASSES) || entry.startsWith(LIBRARIES)) ? entry : "";
	}

	private static void start(String classPath, List<String> words) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
						Main.class.getName()));
		command.addAll(words);
		int status = new ProcessBuilder(command).inheritIO().start().waitFor();
		if (status != 0) {
			throw new IOException("jmh: ended with " + status + " (expected: 0)");
		}
	}

	private static void delete(Path folder) throws IOException {
		try (Stream<Path> paths = Files.walk(folder)) {
			paths.sorted(Comparator.reverseOrder()).forEach(JmhCommand::deleteOne);
		}
	}

	private static void deleteOne(Path path) {
		try {
			Files.delete(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
