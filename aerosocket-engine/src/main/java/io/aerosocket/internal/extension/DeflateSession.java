package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.aerosocket.extension.ExtensionSession;
import io.aerosocket.extension.PayloadSink;

/**
 * permessage-deflate on one connection.
 */
final class DeflateSession implements ExtensionSession {

	private final DeflateSettings settings;

	private final MessageInflater inflater;

	private final MessageDeflater deflater;

	DeflateSession(DeflateSettings settings) {
		this.settings = settings;
		this.inflater = new MessageInflater(settings);
		this.deflater = new MessageDeflater(settings);
	}

	@Override
	public void inbound(ByteBuffer piece, boolean last, PayloadSink out) {
		this.inflater.inflate(piece, last, out);
	}

	@Override
	public boolean outbound(ByteBuffer message, boolean text, PayloadSink out) {
		return message.remaining() >= this.settings.minSize() && this.deflater.deflate(message, out);
	}

	@Override
	public @Nullable Object variant() {
		return this.settings.keepsContext() ? null
				: new Variant(this.settings.level(), this.settings.windowBits(), this.settings.minSize());
	}

	@Override
	public void close() {
		this.inflater.close();
		this.deflater.close();
	}

	/**
	 * All that a message without context depends on.
	 *
	 * @param level how hard to try
	 * @param windowBits how far back it may refer
	 * @param minSize the smallest message to compress
	 */
	private record Variant(int level, int windowBits, int minSize) {

	}

}
