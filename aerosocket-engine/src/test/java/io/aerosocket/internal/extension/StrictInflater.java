package io.aerosocket.internal.extension;

import java.util.Arrays;

/**
 * A decompressor of the tests' own (RFC 1951), slow and simple, that has no more behind
 * it than the window it was told: what refers further back fails, which zlib would not
 * notice.
 */
public final class StrictInflater {

	private static final int[] LENGTHS = { 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67,
			83, 99, 115, 131, 163, 195, 227, 258 };

	private static final int[] LENGTH_BITS = { 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4,
			5, 5, 5, 5, 0 };

	private static final int[] DISTANCES = { 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513,
			769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12_289, 16_385, 24_577 };

	private static final int[] ORDER = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };

	private final int window;

	private byte[] history = {};

	private byte[] in;

	private int bit;

	private byte[] out;

	private int size;

	private int farthest;

	/**
	 * Creates a decompressor.
	 * @param windowBits the window's size, as a power of two
	 */
	public StrictInflater(int windowBits) {
		this.window = 1 << windowBits;
	}

	/**
	 * Decompresses a message as it travelled, whose tail is put back first.
	 * @param message the message
	 * @param keepsContext whether it may refer to the messages before
	 * @return the original
	 */
	public byte[] message(byte[] message, boolean keepsContext) {
		if (!keepsContext) {
			this.history = new byte[0];
		}
		this.in = Arrays.copyOf(message, message.length + 4);
		this.in[message.length + 2] = -1;
		this.in[message.length + 3] = -1;
		this.bit = 0;
		int before = this.history.length;
		this.out = Arrays.copyOf(this.history, before + 1024);
		this.size = before;
		while (this.bit < 8 * this.in.length) {
			block();
		}
		this.history = Arrays.copyOfRange(this.out, Math.max(0, this.size - this.window), this.size);
		return Arrays.copyOfRange(this.out, before, this.size);
	}

	/**
	 * Returns the largest distance that was used.
	 * @return bytes
	 */
	public int farthest() {
		return this.farthest;
	}

	private void block() {
		bits(1);
		switch (bits(2)) {
			case 0 -> stored();
			case 1 -> codes(fixedLengths(), filled(30, 5));
			case 2 -> dynamic();
			default -> throw new IllegalStateException("block type 3");
		}
	}

	private void stored() {
		this.bit = (this.bit + 7) & ~7;
		int length = bits(16);
		if (bits(16) != (~length & 0xFFFF)) {
			throw new IllegalStateException("stored length");
		}
		for (int i = 0; i < length; i++) {
			write(bits(8));
		}
	}

	private void dynamic() {
		int literals = bits(5) + 257;
		int distances = bits(5) + 1;
		int codes = bits(4) + 4;
		int[] ofLengths = new int[19];
		for (int i = 0; i < codes; i++) {
			ofLengths[ORDER[i]] = bits(3);
		}
		int[] lengths = new int[literals + distances];
		for (int i = 0; i < lengths.length;) {
			int symbol = symbol(ofLengths);
			if (symbol < 16) {
				lengths[i++] = symbol;
				continue;
			}
			int repeated = (symbol == 16) ? lengths[i - 1] : 0;
			int times = switch (symbol) {
				case 16 -> 3 + bits(2);
				case 17 -> 3 + bits(3);
				default -> 11 + bits(7);
			};
			Arrays.fill(lengths, i, i + times, repeated);
			i += times;
		}
		codes(Arrays.copyOf(lengths, literals), Arrays.copyOfRange(lengths, literals, lengths.length));
	}

	private void codes(int[] literals, int[] distances) {
		for (int symbol = symbol(literals); symbol != 256; symbol = symbol(literals)) {
			if (symbol < 256) {
				write(symbol);
				continue;
			}
			int length = LENGTHS[symbol - 257] + bits(LENGTH_BITS[symbol - 257]);
			int code = symbol(distances);
			int distance = DISTANCES[code] + bits(Math.max(0, code / 2 - 1));
			copy(length, distance);
		}
	}

	private void copy(int length, int distance) {
		this.farthest = Math.max(this.farthest, distance);
		if (distance > Math.min(this.window, this.size)) {
			throw new IllegalStateException("distance " + distance + " of " + this.window);
		}
		for (int i = 0; i < length; i++) {
			write(this.out[this.size - distance]);
		}
	}

	private void write(int value) {
		if (this.size == this.out.length) {
			this.out = Arrays.copyOf(this.out, 2 * this.size);
		}
		this.out[this.size++] = (byte) value;
	}

	// One bit after the other: codes of a length are consecutive numbers.
	private int symbol(int[] lengths) {
		int code = 0;
		int first = 0;
		for (int length = 1; length <= 15; length++) {
			code = code << 1 | bits(1);
			first <<= 1;
			int count = 0;
			for (int symbol = 0; symbol < lengths.length; symbol++) {
				if (lengths[symbol] == length && first + count++ == code) {
					return symbol;
				}
			}
			first += count;
		}
		throw new IllegalStateException("no such code");
	}

	private int bits(int count) {
		int value = 0;
		for (int i = 0; i < count; i++, this.bit++) {
			value |= (this.in[this.bit >> 3] >> (this.bit & 7) & 1) << i;
		}
		return value;
	}

	private static int[] fixedLengths() {
		int[] lengths = filled(288, 8);
		Arrays.fill(lengths, 144, 256, 9);
		Arrays.fill(lengths, 256, 280, 7);
		return lengths;
	}

	private static int[] filled(int size, int value) {
		int[] array = new int[size];
		Arrays.fill(array, value);
		return array;
	}

}
