package io.aerosocket;

import java.lang.management.ManagementFactory;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * How much memory this process may take for buffers.
 */
final class DirectMemory {

	private DirectMemory() {
	}

	/**
	 * Returns the most that buffers may take outside of the heap.
	 * @return bytes
	 */
	static long max() {
		long ofNetty = Long.getLong("io.netty.maxDirectMemory", 0);
		return (ofNetty > 0) ? ofNetty : ofTheMachine();
	}

	private static long ofTheMachine() {
		try {
			HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
			long set = (flags != null) ? Long.parseLong(flags.getVMOption("MaxDirectMemorySize").getValue()) : 0;
			if (set > 0) {
				return set;
			}
		}
		catch (RuntimeException | LinkageError ex) {
			// Another machine, or a native image. It has the same default.
		}
		return Runtime.getRuntime().maxMemory();
	}

}
