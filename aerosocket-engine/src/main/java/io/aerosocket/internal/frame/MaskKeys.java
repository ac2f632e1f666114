package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * Masking keys that nobody can predict, which is what keeps a client's application from
 * choosing the bytes that travel (RFC 6455 sections 5.3 and 10.3).
 * <p>
 * Each thread takes a supply from the system's random source at once, because asking it
 * for every frame would cost more than the frame.
 */
public final class MaskKeys {

	private static final int SUPPLY_BYTES = 4096;

	private static final FastThreadLocal<MaskKeys> OF_THREAD = new FastThreadLocal<>() {

		@Override
		protected MaskKeys initialValue() {
			return new MaskKeys();
		}

	};

	private final SecureRandom random = new SecureRandom();

	private final byte[] supply = new byte[SUPPLY_BYTES];

	private final ByteBuffer keys = ByteBuffer.wrap(this.supply).limit(0);

	private MaskKeys() {
	}

	/**
	 * Takes a key for one frame. Safe for any thread.
	 * @return any number but 0, which would leave the payload as it is
	 */
	public static int next() {
		return OF_THREAD.get().take();
	}

	private int take() {
		int key;
		do {
			if (!this.keys.hasRemaining()) {
				this.random.nextBytes(this.supply);
				this.keys.clear();
			}
			key = this.keys.getInt();
		}
		while (key == 0);
		return key;
	}

}
