package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;

/**
 * Writes down what a decoder tells: each frame as one line, however it arrived.
 */
final class RecordingSink implements FrameSink {

	private static final int RSV = 0x70;

	private final List<String> frames = new ArrayList<>();

	private final List<String> shapes = new ArrayList<>();

	private final List<Integer> rsv = new ArrayList<>();

	private final List<Integer> keys = new ArrayList<>();

	private final List<Integer> referenceCounts = new ArrayList<>();

	private final StringBuilder payload = new StringBuilder();

	private String start = "";

	private long left;

	private int stopAfter = Integer.MAX_VALUE;

	@Override
	public void frame(int start, ByteBuf owner, ByteBuffer bytes, int index, int length, int key) {
		this.shapes.add("frame");
		this.rsv.add(start & RSV);
		this.referenceCounts.add(owner.refCnt());
		this.frames.add((describe(start) + text(bytes, index, length, key)).strip());
	}

	@Override
	public void frameStart(int start, long length) {
		this.shapes.add("start " + length);
		this.rsv.add(start & RSV);
		this.start = describe(start);
		this.left = length;
	}

	@Override
	public void framePart(ByteBuffer bytes, int index, int length, int key) {
		this.shapes.add("part " + length);
		this.left -= length;
		this.payload.append(text(bytes, index, length, key));
	}

	@Override
	public void frameEnd() {
		this.shapes.add("end");
		if (this.left != 0) {
			throw new IllegalStateException("the frame ended " + this.left + " bytes early");
		}
		this.frames.add((this.start + this.payload).strip());
		this.payload.setLength(0);
	}

	@Override
	public boolean wantsMore() {
		return this.frames.size() < this.stopAfter;
	}

	void stopAfter(int frames) {
		this.stopAfter = frames;
	}

	List<String> frames() {
		return this.frames;
	}

	List<String> shapes() {
		return this.shapes;
	}

	List<Integer> rsv() {
		return this.rsv;
	}

	List<Integer> keys() {
		return this.keys;
	}

	List<Integer> referenceCounts() {
		return this.referenceCounts;
	}

	private String text(ByteBuffer bytes, int index, int length, int key) {
		this.keys.add(key);
		FrameMask.apply(bytes, index, length, key);
		byte[] payload = new byte[length];
		bytes.get(index, payload);
		return new String(payload, StandardCharsets.ISO_8859_1);
	}

	private static String describe(int start) {
		String name = switch (Opcode.of(start)) {
			case Opcode.CONTINUATION -> "CONTINUATION";
			case Opcode.TEXT -> "TEXT";
			case Opcode.BINARY -> "BINARY";
			case Opcode.CLOSE -> "CLOSE";
			case Opcode.PING -> "PING";
			case Opcode.PONG -> "PONG";
			default -> "frame " + start;
		};
		return name + (Opcode.isFinal(start) ? " fin " : " more ");
	}

}
