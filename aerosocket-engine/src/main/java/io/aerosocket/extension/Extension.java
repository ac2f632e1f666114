package io.aerosocket.extension;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeException;

/**
 * An extension of the protocol (RFC 6455 section 9) that changes the payloads of
 * messages. Immutable and safe for any thread; what belongs to one connection is its
 * {@link ExtensionSession}.
 * <p>
 * Several may be agreed on for a connection. Messages that are sent pass them in the
 * order of the server's answer, messages that are received in the opposite one. Two that
 * want the same {@link #bit() bit} exclude each other: the one that the client named
 * first is used.
 */
public interface Extension {

	/**
	 * Returns the name that it is negotiated by.
	 * @return a token, such as {@code permessage-deflate}; compared with regard to case
	 */
	String name();

	/**
	 * Returns the bit that marks the messages which this extension changed.
	 * @return the bit
	 */
	ReservedBit bit();

	/**
	 * Decides, on a server, on one element of the client's list. A client may name an
	 * extension several times, what it likes best first; each is tried until one is
	 * accepted. Called on an event loop, so it must not block.
	 * @param offer what the client offers, by this extension's name
	 * @return what is agreed on, or {@code null} to decline, which is right for every
	 * parameter that is unknown, malformed or there twice
	 */
	@Nullable ExtensionAgreement accept(ExtensionParameters offer);

	/**
	 * Returns what a client offers.
	 * @return one or more offers, the favourite first; all have this extension's name
	 */
	List<ExtensionParameters> offers();

	/**
	 * Checks, on a client, what the server answered to the {@link #offers() offers}.
	 * @param answer the answer, by this extension's name
	 * @return what is agreed on
	 * @throws HandshakeException if the answer fits no offer; the connection is then not
	 * opened
	 */
	ExtensionAgreement confirm(ExtensionParameters answer);

}
