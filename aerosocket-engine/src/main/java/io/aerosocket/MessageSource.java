package io.aerosocket;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Where the payload of a message comes from that is sent without ever being whole in
 * memory: see {@link Connection#sendStream}. It travels in fragments (RFC 6455 section
 * 5.4), between which Pings, Pongs and a Close find their way.
 * <p>
 * A text has to be UTF-8. That is checked on the way: what is not fails the stream and is
 * never sent. Characters may be cut between fragments.
 */
public sealed interface MessageSource {

	/** The largest fragment that may be asked for, in bytes. */
	int LARGEST_FRAGMENT = 16 * 1024 * 1024;

	/**
	 * Returns whether the message is a text.
	 * @return {@code false} for a binary message
	 */
	boolean isText();

	/**
	 * Returns how large a fragment may become.
	 * @return bytes, or 0 for what the connection's options say
	 */
	int fragmentSize();

	/**
	 * Returns this source with fragments of another size.
	 * @param bytes the most bytes in one fragment, 1 to {@link #LARGEST_FRAGMENT}
	 * @return the source
	 * @throws IllegalArgumentException if the size is out of range
	 */
	MessageSource withFragmentSize(int bytes);

	/**
	 * Sends a file as a text. As many bytes are sent as the file has when its turn comes;
	 * that it becomes shorter meanwhile is a failure.
	 * @param file a regular file
	 * @return the source, which may be used several times
	 */
	static MessageSource text(Path file) {
		return new OfFile(file, true, 0);
	}

	/**
	 * Sends what a stream yields as a text. The stream is read on a thread that may
	 * block, a fragment or two ahead of what is written, and closed in any case, also
	 * while it is being read, which is how a read that blocks is ended. What is at hand
	 * is sent before more is waited for.
	 * @param stream the stream, which belongs to the engine from now on
	 * @return the source, to be used once
	 */
	static MessageSource text(InputStream stream) {
		return new OfInputStream(stream, true, 0);
	}

	/**
	 * Sends what a publisher publishes as a text. It is asked for an item or two more
	 * than are written, and cancelled when the rest is not wanted. It is subscribed to,
	 * and asked, on the connection's event loop, where it must not block. An item's bytes
	 * must not change until a further item is asked for.
	 * @param publisher the publisher, of items that are split where they are larger than
	 * a fragment
	 * @return the source, which may be used as often as the publisher
	 */
	static MessageSource text(Flow.Publisher<ByteBuffer> publisher) {
		return new OfPublisher(publisher, true, 0);
	}

	/**
	 * Sends a file as a binary message, without reading it where the operating system can
	 * do that (a server, without TLS). As many bytes are sent as the file has when its
	 * turn comes; that it becomes shorter meanwhile is a failure.
	 * @param file a regular file
	 * @return the source, which may be used several times
	 */
	static MessageSource binary(Path file) {
		return new OfFile(file, false, 0);
	}

	/**
	 * Sends what a stream yields as a binary message, as {@link #text(InputStream)} does.
	 * @param stream the stream, which belongs to the engine from now on
	 * @return the source, to be used once
	 */
	static MessageSource binary(InputStream stream) {
		return new OfInputStream(stream, false, 0);
	}

	/**
	 * Sends what a publisher publishes as a binary message, as
	 * {@link #text(Flow.Publisher)} does.
	 * @param publisher the publisher
	 * @return the source, which may be used as often as the publisher
	 */
	static MessageSource binary(Flow.Publisher<ByteBuffer> publisher) {
		return new OfPublisher(publisher, false, 0);
	}

	private static int check(int fragmentSize) {
		if (fragmentSize < 0 || fragmentSize > LARGEST_FRAGMENT) {
			throw new IllegalArgumentException(
					"fragmentSize: " + fragmentSize + " (expected: 1 to " + LARGEST_FRAGMENT + ")");
		}
		return fragmentSize;
	}

	private static int checkGiven(int fragmentSize) {
		return check((fragmentSize != 0) ? fragmentSize : -1);
	}

	/**
	 * A file.
	 *
	 * @param file the file
	 * @param isText whether it is sent as a text
	 * @param fragmentSize bytes, or 0 for the connection's
	 */
	record OfFile(Path file, boolean isText, int fragmentSize) implements MessageSource {

		public OfFile {
			Objects.requireNonNull(file, "file");
			check(fragmentSize);
		}

		@Override
		public MessageSource withFragmentSize(int bytes) {
			return new OfFile(this.file, this.isText, checkGiven(bytes));
		}

	}

	/**
	 * An input stream.
	 *
	 * @param stream the stream
	 * @param isText whether it is sent as a text
	 * @param fragmentSize bytes, or 0 for the connection's
	 */
	record OfInputStream(InputStream stream, boolean isText, int fragmentSize) implements MessageSource {

		public OfInputStream {
			Objects.requireNonNull(stream, "stream");
			check(fragmentSize);
		}

		@Override
		public MessageSource withFragmentSize(int bytes) {
			return new OfInputStream(this.stream, this.isText, checkGiven(bytes));
		}

	}

	/**
	 * A publisher.
	 *
	 * @param publisher the publisher
	 * @param isText whether it is sent as a text
	 * @param fragmentSize bytes, or 0 for the connection's
	 */
	record OfPublisher(Flow.Publisher<ByteBuffer> publisher, boolean isText,
			int fragmentSize) implements MessageSource {

		public OfPublisher {
			Objects.requireNonNull(publisher, "publisher");
			check(fragmentSize);
		}

		@Override
		public MessageSource withFragmentSize(int bytes) {
			return new OfPublisher(this.publisher, this.isText, checkGiven(bytes));
		}

	}

}
