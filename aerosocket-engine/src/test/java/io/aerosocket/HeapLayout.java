package io.aerosocket;

import java.lang.management.ManagementFactory;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * How this virtual machine lays out objects, for tests that count their bytes: with ZGC,
 * or a heap of more than 32 GB, a reference takes eight bytes rather than four.
 */
public final class HeapLayout {

	private static final boolean COMPRESSED = Boolean
		.parseBoolean(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
			.getVMOption("UseCompressedOops")
			.getValue());

	private HeapLayout() {
	}

	/**
	 * Chooses what objects may take here.
	 * @param compressed bytes with references of four bytes
	 * @param full bytes with references of eight bytes
	 * @return the one that holds
	 */
	public static long bytes(long compressed, long full) {
		return COMPRESSED ? compressed : full;
	}

}
