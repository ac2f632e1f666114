package io.aerosocket.internal.stream;

import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

import io.aerosocket.MessageSource;

/**
 * Yields the fragments of one message. Confined to the event loop; what has to be done
 * elsewhere comes back there.
 */
public abstract sealed class FragmentSource permits FileRegions, ReadAhead, PublishedItems {

	/**
	 * Prepares a source, which does nothing until it is started.
	 * @param source what the application wants to send
	 * @param byReference whether the network takes pieces of files as they are
	 * @param fragmentSize the most bytes in a fragment, unless the source knows
	 * @param allocator for fragments
	 * @param threads where to read and to close
	 * @return the source, to be closed in any case
	 */
	public static FragmentSource of(MessageSource source, boolean byReference, int fragmentSize,
			ByteBufAllocator allocator, SourceThreads threads) {
		int size = (source.fragmentSize() != 0) ? source.fragmentSize() : fragmentSize;
		if (source instanceof MessageSource.OfFile file) {
			// A text has to be looked at.
			return (byReference && !file.isText()) ? new FileRegions(file.file(), size, allocator, threads)
					: new ReadAhead(new FileChunkReader(file.file(), size), allocator, threads);
		}
		if (source instanceof MessageSource.OfInputStream input) {
			return new ReadAhead(new InputStreamChunkReader(input.stream(), size), allocator, threads);
		}
		return new PublishedItems(((MessageSource.OfPublisher) source).publisher(), size, allocator);
	}

	/**
	 * Begins.
	 * @param taker is told when there may be something to take
	 */
	public abstract void start(Taker taker);

	/**
	 * Yields the next fragment, if it is there. To be called until the last one came.
	 * @return the fragment, the caller's to release, or {@code null} when the taker will
	 * be told
	 * @throws Exception if the source has failed
	 */
	public abstract @Nullable OutgoingFragment next() throws Exception;

	/**
	 * Gives up what was not taken and closes what is open, whatever the state.
	 */
	public abstract void close();

	/**
	 * Who takes the fragments.
	 */
	public interface Taker {

		/**
		 * There may be something to take. Called on any thread, and also from within
		 * {@link FragmentSource#next()}.
		 */
		void ready();

		/**
		 * Runs an action on the event loop. Safe for any thread.
		 * @param action the action
		 * @param afterTheEnd what to do instead, on this thread, when the event loop has
		 * ended
		 */
		void execute(Runnable action, Runnable afterTheEnd);

	}

}
