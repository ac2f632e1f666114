package io.aerosocket.internal.extension;

import java.util.ArrayList;
import java.util.List;

import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.extension.Extension;

/**
 * What one end speaks.
 */
public final class Extensions {

	private Extensions() {
	}

	/**
	 * Lists them.
	 * @param compression how messages are compressed, if they are
	 * @param others what the application brought
	 * @return all of them, compression first
	 */
	public static List<Extension> of(CompressionOptions compression, List<Extension> others) {
		if (compression.mode() == CompressionMode.OFF) {
			return others;
		}
		List<Extension> all = new ArrayList<>(1 + others.size());
		all.add(new PerMessageDeflate(compression));
		all.addAll(others);
		return List.copyOf(all);
	}

}
