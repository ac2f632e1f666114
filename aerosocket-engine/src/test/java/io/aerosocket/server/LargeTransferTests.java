package io.aerosocket.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A message of more than 4 GiB, down and up, in a virtual machine with 64 MB of heap and
 * 64 MB of direct memory.
 */
class LargeTransferTests {

	private static final long SIZE = (4L << 30) + 12_345;

	@TempDir
	private Path directory;

	@Test
	void fourGibibytesTravelBothWaysInSixtyFourMegabytes() throws Exception {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		Process process = new ProcessBuilder(java.toString(), "-Xmx64m", "-XX:MaxDirectMemorySize=64m", "-cp",
				System.getProperty("java.class.path"), LargeTransfer.class.getName(), sparse().toString())
			.redirectErrorStream(true)
			.start();
		try {
			// A net for a transfer that hangs, not a measure of its speed.
			process.onExit().orTimeout(5, TimeUnit.MINUTES).exceptionally((ex) -> process.destroyForcibly());
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(output).isZero();
			List<String> sums = output.lines().filter((line) -> line.matches("(file|down|up) .*")).toList();
			assertThat(sums).as(output).hasSize(3).allMatch((line) -> line.contains(" " + SIZE + " "));
			assertThat(sums).extracting((line) -> line.substring(line.lastIndexOf(' ')))
				.containsOnly(sums.get(0).substring(sums.get(0).lastIndexOf(' ')));
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** A file that takes next to nothing of the disk, with islands of random bytes. */
	private Path sparse() throws IOException {
		Path file = this.directory.resolve("sparse");
		SplittableRandom random = new SplittableRandom(SIZE);
		byte[] island = new byte[70_001];
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE,
				StandardOpenOption.SPARSE)) {
			for (int i = 0; i < 50; i++) {
				random.nextBytes(island);
				channel.write(ByteBuffer.wrap(island), random.nextLong(SIZE - island.length));
			}
			channel.write(ByteBuffer.wrap(island), SIZE - island.length);
		}
		return file;
	}

}
