package io.aerosocket.benchmarks.micro;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link JmhCommand}.
 */
class JmhCommandTests {

	@Test
	void anExecutableJarBecomesAClassPath(@TempDir Path folder) throws Exception {
		Path jar = jar(folder, "BOOT-INF/classes/a/A.class", "BOOT-INF/lib/one.jar", "META-INF/BenchmarkList",
				"META-INF/MANIFEST.MF", "org/springframework/Loader.class");
		Path target = Files.createDirectory(folder.resolve("target"));
		assertThat(JmhCommand.layOut(jar, target)).isEqualTo(
				target.resolve("BOOT-INF/classes") + File.pathSeparator + target.resolve("BOOT-INF/lib/one.jar"));
		assertThat(target.resolve("BOOT-INF/classes/a/A.class")).hasContent("BOOT-INF/classes/a/A.class");
		assertThat(target.resolve("BOOT-INF/classes/META-INF/BenchmarkList")).exists();
		assertThat(target.resolve("org")).doesNotExist();
		assertThat(target.resolve("META-INF")).doesNotExist();
	}

	@Test
	void nothingIsWrittenOutsideTheFolder(@TempDir Path folder) throws Exception {
		Path jar = jar(folder, "BOOT-INF/lib/../../../evil.jar");
		Path target = Files.createDirectory(folder.resolve("target"));
		assertThatIOException().isThrownBy(() -> JmhCommand.layOut(jar, target))
			.withMessage("jar: BOOT-INF/lib/../../../evil.jar (expected: a path within it)");
		assertThat(folder.resolve("evil.jar")).doesNotExist();
	}

	private static Path jar(Path folder, String... names) throws IOException {
		Path jar = folder.resolve("all.jar");
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
			for (String name : names) {
				out.putNextEntry(new JarEntry(name));
				out.write(name.getBytes(StandardCharsets.US_ASCII));
			}
		}
		return jar;
	}

}
