package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeException;
import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionAgreement;
import io.aerosocket.extension.ExtensionParameters;
import io.aerosocket.extension.ExtensionSession;
import io.aerosocket.extension.PayloadSink;
import io.aerosocket.extension.ReservedBit;

/**
 * An extension of the tests: XORs all messages but empty ones, with a byte that the
 * client names.
 */
record XorExtension(String name, ReservedBit bit) implements Extension {

	@Override
	public @Nullable ExtensionAgreement accept(ExtensionParameters offer) {
		String key = offer.value("key");
		return (key != null) ? new ExtensionAgreement(offer, () -> new Session(Integer.parseInt(key))) : null;
	}

	@Override
	public List<ExtensionParameters> offers() {
		return List.of(ExtensionParameters.of(name()).with("key", 7));
	}

	@Override
	public ExtensionAgreement confirm(ExtensionParameters answer) {
		if (!answer.equals(offers().get(0))) {
			throw new HandshakeException(101, "not what was offered");
		}
		return new ExtensionAgreement(answer, () -> new Session(7));
	}

	/** A connection. */
	record Session(int key) implements ExtensionSession {

		@Override
		public void inbound(ByteBuffer piece, boolean last, PayloadSink out) {
			out.accept(xor(piece));
		}

		@Override
		public boolean outbound(ByteBuffer message, boolean text, PayloadSink out) {
			if (!message.hasRemaining()) {
				return false;
			}
			out.accept(xor(message));
			return true;
		}

		@Override
		public Object variant() {
			return this.key;
		}

		@Override
		public void close() {
		}

		private ByteBuffer xor(ByteBuffer in) {
			ByteBuffer changed = ByteBuffer.allocate(in.remaining());
			while (in.hasRemaining()) {
				changed.put((byte) (in.get() ^ this.key));
			}
			return changed.flip();
		}

	}

}
