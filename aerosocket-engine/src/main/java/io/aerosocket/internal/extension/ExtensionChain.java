package io.aerosocket.internal.extension;

import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.extension.ExtensionSession;
import io.aerosocket.extension.PayloadSink;

/**
 * The extensions of one open connection. Messages that are sent pass them from first to
 * last, messages that are received from last to first. There is one, nearly always.
 */
public final class ExtensionChain {

	private static final Logger logger = LoggerFactory.getLogger(ExtensionChain.class);

	private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

	/** What a peer may have restored before others have their turn. */
	private static final long RESTORED_IN_ONE_TURN = 1 << 20;

	private final List<String> answers;

	private final ExtensionSession[] sessions;

	/** The bit of each session, as it stands in the first byte of a frame. */
	private final int[] bits;

	private final int rsv;

	private final @Nullable Object variant;

	private boolean closed;

	/** What was made of a peer's bytes in this turn of the event loop. */
	private long restored;

	private ExtensionChain(List<String> answers, List<AgreedExtensions.Agreed> agreed, ExtensionSession[] sessions,
			int[] bits) {
		this.answers = answers;
		this.sessions = sessions;
		this.bits = bits;
		int all = 0;
		for (int bit : bits) {
			all |= bit;
		}
		this.rsv = all;
		this.variant = variant(agreed, sessions);
	}

	static ExtensionChain open(List<AgreedExtensions.Agreed> agreed) {
		ExtensionSession[] sessions = new ExtensionSession[agreed.size()];
		int[] bits = new int[sessions.length];
		for (int i = 0; i < sessions.length; i++) {
			bits[i] = agreed.get(i).extension().bit().mask();
			sessions[i] = agreed.get(i).agreement().opener().get();
		}
		return new ExtensionChain(agreed.stream().map((each) -> each.agreement().answer().toString()).toList(), agreed,
				sessions, bits);
	}

	/**
	 * Returns what was agreed on.
	 * @return one element of the answer for each extension
	 */
	public List<String> answers() {
		return this.answers;
	}

	/**
	 * Begins a turn of the event loop: nothing is restored yet.
	 */
	public void beginTurn() {
		this.restored = 0;
	}

	/**
	 * Counts what was restored in this turn.
	 * @param length bytes, decompressed for instance
	 * @return whether the turn has ended by that, which is said once
	 */
	public boolean endsTurn(long length) {
		boolean before = isTurnOver();
		this.restored += length;
		return isTurnOver() && !before;
	}

	/**
	 * Returns whether so much was restored that others have their turn first.
	 * @return whether to wait for {@link #beginTurn}
	 */
	public boolean isTurnOver() {
		return this.restored > RESTORED_IN_ONE_TURN;
	}

	/**
	 * Returns the reserved bits that the extensions were given.
	 * @return the bits, as they stand in the first byte of a frame
	 */
	public int rsv() {
		return this.rsv;
	}

	/**
	 * Takes the next piece of a received message.
	 * @param rsv the reserved bits of its first frame, at least one of them ours
	 * @param piece the bytes between position and limit, lent for the call only
	 * @param last whether the message ends with it
	 * @param out takes the original payload
	 * @throws io.aerosocket.ProtocolViolationException if the payload is invalid
	 */
	public void inbound(int rsv, ByteBuffer piece, boolean last, PayloadSink out) {
		inbound(this.sessions.length - 1, rsv, piece, last, out);
	}

	private void inbound(int from, int rsv, ByteBuffer piece, boolean last, PayloadSink out) {
		int current = from;
		while ((this.bits[current] & rsv) == 0) {
			current--;
		}
		int rest = rsv & ~this.bits[current];
		if ((rest & this.rsv) == 0) {
			this.sessions[current].inbound(piece, last, out);
			return;
		}
		int next = current - 1;
		this.sessions[current].inbound(piece, last, (between) -> inbound(next, rest, between, false, out));
		if (last) {
			inbound(next, rest, NOTHING.duplicate(), true, out);
		}
	}

	/**
	 * Changes a message that is about to be sent.
	 * @param message the payload between position and limit, lent for the call only
	 * @param text whether it is a text
	 * @param out takes the payload that travels instead; empty if none does
	 * @return the reserved bits for the first frame; 0 if the message travels as it is,
	 * and nothing was written
	 */
	public int outbound(ByteBuffer message, boolean text, ChangedPayload out) {
		int set = 0;
		ByteBuffer current = message;
		boolean written = false;
		for (int i = 0; i < this.sessions.length; i++) {
			out.clear();
			written = this.sessions[i].outbound(current.duplicate(), text, out);
			if (written) {
				set |= this.bits[i];
				if (i < this.sessions.length - 1) {
					current = out.copy();
				}
			}
		}
		if (!written) {
			out.clear();
			if (set != 0) {
				// The last one left it as one before had made it.
				out.accept(current);
			}
		}
		return set;
	}

	/**
	 * Names what becomes of sent messages, if it depends on nothing but the message.
	 * @return a value that chains which make the same of a message have in common, or
	 * {@code null}
	 */
	public @Nullable Object variant() {
		return this.variant;
	}

	/**
	 * Ends all sessions, once.
	 */
	public void close() {
		if (!this.closed) {
			this.closed = true;
			for (ExtensionSession session : this.sessions) {
				try {
					session.close();
				}
				catch (RuntimeException ex) {
					// Others have memory to give back, and the connection its end to come
					// to.
					logger.error("An extension failed to end its session", ex);
				}
			}
		}
	}

	// With the names: extensions know nothing of the variants of others.
	private static @Nullable Object variant(List<AgreedExtensions.Agreed> agreed, ExtensionSession[] sessions) {
		Object[] variants = new Object[2 * sessions.length];
		for (int i = 0; i < sessions.length; i++) {
			Object variant = sessions[i].variant();
			if (variant == null) {
				return null;
			}
			variants[2 * i] = agreed.get(i).extension().name();
			variants[2 * i + 1] = variant;
		}
		return List.of(variants);
	}

}
