package io.aerosocket.internal.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.netty.buffer.ByteBuf;

import io.aerosocket.CloseReason;
import io.aerosocket.Fragment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes down what an assembler tells.
 */
final class RecordingSink implements MessageSink {

	private final List<String> events = new ArrayList<>();

	private boolean wantsMore = true;

	private RuntimeException failure;

	private ByteBuf lastOwner;

	private boolean lastRoom;

	@Override
	public void message(boolean text, boolean room, ByteBuf owner, ByteBuffer bytes, int index, int length) {
		this.lastOwner = owner;
		this.lastRoom = room;
		record(text ? "text " : "binary ", bytes, index, length);
		if (this.failure != null) {
			throw this.failure;
		}
	}

	@Override
	public void restored(long travelled, long length) {
		this.events.add("restored " + travelled + " " + length);
	}

	@Override
	public void fragment(ReceivedMessage fragment, boolean last) {
		Fragment piece = fragment.asFragment();
		assertThat(piece.isLast()).isEqualTo(last);
		ByteBuffer payload = piece.payload();
		String kind = (piece.isFirst() ? "first " : "") + (last ? "last " : "")
				+ (piece.isText() ? "text " : "binary ");
		record(kind, payload, payload.position(), payload.remaining());
	}

	@Override
	public void ping(ByteBuffer buffer, int index, int length) {
		record("ping ", buffer, index, length);
		if (this.failure != null) {
			throw this.failure;
		}
	}

	@Override
	public void pong(ByteBuffer buffer, int index, int length) {
		record("pong ", buffer, index, length);
	}

	@Override
	public void close(CloseReason reason) {
		this.events.add(("close " + reason.code() + " " + reason.text()).strip());
	}

	@Override
	public boolean wantsMore() {
		return this.wantsMore;
	}

	void wantsMore(boolean wantsMore) {
		this.wantsMore = wantsMore;
	}

	void failWith(RuntimeException failure) {
		this.failure = failure;
	}

	List<String> events() {
		return this.events;
	}

	boolean lastRoom() {
		return this.lastRoom;
	}

	ByteBuf lastOwner() {
		return this.lastOwner;
	}

	private void record(String kind, ByteBuffer bytes, int index, int length) {
		byte[] payload = new byte[length];
		bytes.get(index, payload);
		this.events.add((kind + new String(payload, StandardCharsets.UTF_8)).strip());
	}

}
