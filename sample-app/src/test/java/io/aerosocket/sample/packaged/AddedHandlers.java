package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packaged application with handlers that are not in its jar.
 */
final class AddedHandlers {

	private AddedHandlers() {
	}

	/**
	 * Starts the application.
	 * @param name a name for the file with its output
	 * @param jvmOptions options for the JVM
	 * @param handlers classes of the handlers, each of which needs no other class
	 * @return the application, ready
	 */
	static SampleProcess start(String name, List<String> jvmOptions, Class<?>... handlers) throws IOException {
		Path classes = Path.of("target", "handlers-" + name);
		for (Class<?> handler : handlers) {
			String file = "/" + handler.getName().replace('.', '/') + ".class";
			Path copy = Path.of(classes + file);
			Files.createDirectories(copy.getParent());
			try (InputStream bytes = AddedHandlers.class.getResourceAsStream(file)) {
				Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
			}
		}
		List<String> options = new ArrayList<>(jvmOptions);
		options.addAll(List.of("-Dloader.path=" + classes, "-Dloader.main=io.aerosocket.sample.SampleApplication"));
		return SampleProcess.start(name, Map.of(), options,
				List.of("-cp", SampleProcess.jar(), "org.springframework.boot.loader.launch.PropertiesLauncher"),
				List.of("--spring.main.sources="
						+ Stream.of(handlers).map(Class::getName).collect(Collectors.joining(","))));
	}

}
