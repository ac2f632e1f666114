package io.aerosocket.internal.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;

/**
 * Frames read from a whole stream at once, by RFC 6455 section 5.2 and nothing else: what
 * a decoder has to find, however the stream was cut.
 *
 * @param frames the frames in their order; the last one may be unfinished
 * @param violation with what code the stream is refused after these frames, or
 * {@code null}
 */
public record ReferenceFrames(List<Frame> frames, @Nullable CloseCode violation) {

	/**
	 * Reads a stream.
	 * @param in the stream
	 * @param maxPayload the largest payload accepted
	 * @param rsvAgreed the reserved bits that an extension was given
	 * @param fromClient whether frames have to be masked, or must not be
	 * @return what is in it
	 */
	public static ReferenceFrames read(byte[] in, long maxPayload, int rsvAgreed, boolean fromClient) {
		List<Frame> frames = new ArrayList<>();
		int index = 0;
		while (index + 2 <= in.length) {
			int first = in[index] & 0xFF;
			int shortLength = in[index + 1] & 0x7F;
			boolean masked = (in[index + 1] & 0x80) != 0;
			if (breaksARule(first, shortLength, rsvAgreed) || masked != fromClient) {
				return new ReferenceFrames(frames, CloseCode.PROTOCOL_ERROR);
			}
			int lengthBytes = (shortLength == 127) ? 8 : (shortLength == 126) ? 2 : 0;
			int payload = index + 2 + lengthBytes;
			if (payload > in.length) {
				break;
			}
			long length = (lengthBytes == 0) ? shortLength : number(in, index + 2, lengthBytes);
			boolean shortest = (lengthBytes == 0) || length > ((lengthBytes == 2) ? 125 : 0xFFFF);
			if (!shortest) {
				return new ReferenceFrames(frames, CloseCode.PROTOCOL_ERROR);
			}
			if (length > maxPayload) {
				return new ReferenceFrames(frames, CloseCode.MESSAGE_TOO_BIG);
			}
			byte[] key = new byte[4];
			if (masked) {
				if (payload + 4 > in.length) {
					break;
				}
				key = Arrays.copyOfRange(in, payload, payload + 4);
				payload += 4;
			}
			int there = (int) Math.min(length, in.length - payload);
			frames.add(new Frame(first, length, unmasked(Arrays.copyOfRange(in, payload, payload + there), key)));
			index = payload + there;
		}
		return new ReferenceFrames(frames, null);
	}

	private static boolean breaksARule(int first, int shortLength, int rsvAgreed) {
		int opcode = first & 0x0F;
		boolean data = opcode <= 2;
		boolean control = opcode >= 8 && opcode <= 10;
		int rsv = first & 0x70;
		return !(data || control) || (rsv & ~rsvAgreed) != 0
				|| (control && (rsv != 0 || (first & 0x80) == 0 || shortLength > 125));
	}

	private static long number(byte[] in, int from, int bytes) {
		long number = 0;
		for (int i = from; i < from + bytes; i++) {
			number = number << 8 | (in[i] & 0xFF);
		}
		return number;
	}

	private static byte[] unmasked(byte[] payload, byte[] key) {
		for (int i = 0; i < payload.length; i++) {
			payload[i] ^= key[i % 4];
		}
		return payload;
	}

	/**
	 * One frame.
	 *
	 * @param start its first byte
	 * @param length how long its payload is to become
	 * @param payload what has come of it, unmasked
	 */
	public record Frame(int start, long length, byte[] payload) {

		public boolean isFinal() {
			return (this.start & 0x80) != 0;
		}

		public int opcode() {
			return this.start & 0x0F;
		}

		public boolean isControl() {
			return opcode() >= 8;
		}

		public boolean isFinished() {
			return this.payload.length == this.length;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Frame frame && this.start == frame.start && this.length == frame.length
					&& Arrays.equals(this.payload, frame.payload);
		}

		@Override
		public int hashCode() {
			return Arrays.hashCode(this.payload);
		}

		@Override
		public String toString() {
			return Integer.toHexString(this.start) + " (" + this.length + ") " + Arrays.toString(this.payload);
		}

	}

}
