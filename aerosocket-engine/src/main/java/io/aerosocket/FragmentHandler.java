package io.aerosocket;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * A handler that takes messages as they arrive, piece by piece, so that none is ever
 * whole in memory. Everything else is as {@link ConnectionHandler} says: for one
 * connection {@link #onFragment} is called for one piece at a time and in order, the next
 * waits for the stage that it returned, and while it waits, up to
 * {@link ConnectionOptions#maxPendingBytes()}, the connection is not read.
 * <p>
 * The limits are those of whole messages: {@link ConnectionOptions#maxMessageSize()},
 * {@link ConnectionOptions#maxFrameSize()} and {@link ConnectionOptions#maxFragments()}
 * are to be set as large as is wanted, beyond 2 GiB too. That a text is UTF-8 is checked
 * as it arrives: the pieces before a wrong byte have then been handled. A connection may
 * end, and {@link #onClose} be called, before the last piece of a message came.
 */
@FunctionalInterface
public interface FragmentHandler extends ConnectionHandler {

	/**
	 * Called for each piece of a text or binary message.
	 * @param connection the connection it came from
	 * @param fragment the piece, readable until this call and its stage complete
	 * @return a stage to wait for, or {@code null}
	 */
	@Nullable CompletionStage<?> onFragment(Connection connection, Fragment fragment);

	/**
	 * Not called: messages arrive at {@link #onFragment}.
	 * @param connection the connection
	 * @param message a message
	 * @return nothing
	 */
	// One takes what the other does not.
	@Override
	@SuppressWarnings("FunctionalInterfaceMethodChanged")
	default @Nullable CompletionStage<?> onMessage(Connection connection, Message message) {
		throw new UnsupportedOperationException("A FragmentHandler takes fragments");
	}

}
