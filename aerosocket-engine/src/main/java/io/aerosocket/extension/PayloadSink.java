package io.aerosocket.extension;

import java.nio.ByteBuffer;

/**
 * Takes what an {@link ExtensionSession} makes of a message, piece by piece.
 */
@FunctionalInterface
public interface PayloadSink {

	/**
	 * Takes the next piece. Small pieces cost more than large ones; some kilobytes are
	 * about right.
	 * @param piece the bytes between position and limit, lent for the call only; where
	 * position and limit stand afterwards is not defined
	 * @throws io.aerosocket.ProtocolViolationException if a received message has become
	 * too large, or its text is not UTF-8; the session lets it pass, and is closed soon
	 * after
	 */
	void accept(ByteBuffer piece);

}
