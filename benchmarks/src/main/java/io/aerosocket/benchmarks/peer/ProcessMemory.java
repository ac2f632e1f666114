package io.aerosocket.benchmarks.peer;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;

/**
 * What this process holds.
 */
final class ProcessMemory {

	/** The first finds what is dead, the second what only died with its finalization. */
	private static final int COLLECTIONS = 2;

	private static final long BYTES_IN_A_KILOBYTE = 1024;

	private ProcessMemory() {
	}

	/**
	 * Collects garbage and measures.
	 * @return {@code heap}, {@code direct} and {@code resident} in bytes, and the number
	 * of {@code threads}
	 */
	// What is alive can only be told after a full collection.
	@SuppressWarnings("ExplicitGarbageCollection")
	static Map<String, Long> afterCollection() {
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
		}
		Map<String, Long> memory = new LinkedHashMap<>();
		memory.put("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
		memory.put("direct", Math.max(ofNettysAllocators(), ofBuffersOfTheJdk()));
		memory.put("resident", resident());
		memory.put("threads", (long) ManagementFactory.getThreadMXBean().getThreadCount());
		return memory;
	}

	private static long ofNettysAllocators() {
		return Stream.of(ByteBufAllocator.DEFAULT, PooledByteBufAllocator.DEFAULT)
			.distinct()
			.mapToLong((allocator) -> (allocator instanceof ByteBufAllocatorMetricProvider provider)
					? provider.metric().usedDirectMemory() : 0)
			.sum();
	}

	private static long ofBuffersOfTheJdk() {
		return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
			.stream()
			.filter((pool) -> pool.getName().equals("direct"))
			.mapToLong(BufferPoolMXBean::getMemoryUsed)
			.sum();
	}

	private static long resident() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.map((line) -> line.replaceAll("\\D", ""))
				.mapToLong(Long::parseLong)
				.findFirst()
				.orElse(0) * BYTES_IN_A_KILOBYTE;
		}
		catch (IOException ex) {
			return 0;
		}
	}

}
