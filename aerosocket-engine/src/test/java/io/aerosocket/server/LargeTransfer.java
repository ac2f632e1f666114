package io.aerosocket.server;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Fragment;
import io.aerosocket.FragmentHandler;
import io.aerosocket.MessageSource;
import io.aerosocket.client.AeroClient;

/**
 * Sends a file down to a client of ours and up to the server again, as one message each
 * way, and prints what arrived. A program, so that it can run in a heap of its own.
 */
public final class LargeTransfer {

	private static final ConnectionOptions LIMITS = ConnectionOptions.builder()
		.maxMessageSize(Long.MAX_VALUE)
		.maxFragments(Integer.MAX_VALUE)
		.build();

	private LargeTransfer() {
	}

	/**
	 * Runs it.
	 * @param arguments the file
	 * @throws Exception if something fails
	 */
	public static void main(String[] arguments) throws Exception {
		Path file = Path.of(arguments[0]);
		System.out.println("file " + sumOf(file));
		AeroServer.Builder builder = AeroServer.builder()
			.options((options) -> options.port(0).eventLoops(1).connection(LIMITS))
			.route("/down", new Sender(file))
			.route("/up", new Summing());
		try (AeroServer server = builder.build().start();
				AeroClient client = AeroClient.builder().options((options) -> options.connection(LIMITS)).build()) {
			URI address = URI.create("ws://127.0.0.1:" + server.port());
			Summing down = new Summing();
			long before = System.nanoTime();
			client.connect(address.resolve("/down"), down);
			System.out.println("down " + down.sum.get());
			long between = System.nanoTime();
			Answer up = new Answer();
			Connection connection = client.connect(address.resolve("/up"), up).get();
			connection.sendStream(MessageSource.binary(file));
			System.out.println("up " + up.text.get());
			System.out.println("took " + TimeUnit.NANOSECONDS.toMillis(between - before) + " ms and "
					+ TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - between) + " ms");
		}
	}

	private static String sumOf(Path file) throws Exception {
		CRC32C sum = new CRC32C();
		ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
		long bytes = 0;
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
			while (channel.read(buffer) >= 0) {
				buffer.flip();
				bytes += buffer.remaining();
				sum.update(buffer);
				buffer.clear();
			}
		}
		return bytes + " " + Long.toHexString(sum.getValue());
	}

	/**
	 * Sends the file to whoever comes.
	 */
	private static final class Sender implements FragmentHandler {

		private final Path file;

		Sender(Path file) {
			this.file = file;
		}

		@Override
		public @Nullable CompletionStage<?> onOpen(Connection connection) {
			connection.sendStream(MessageSource.binary(this.file));
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onFragment(Connection connection, Fragment fragment) {
			return null;
		}

	}

	/**
	 * Sums up the bytes of one message, and tells it the sender.
	 */
	private static final class Summing implements FragmentHandler {

		private final CRC32C crc = new CRC32C();

		private final CompletableFuture<String> sum = new CompletableFuture<>();

		private long bytes;

		@Override
		public @Nullable CompletionStage<?> onFragment(Connection connection, Fragment fragment) {
			this.bytes += fragment.size();
			this.crc.update(fragment.payload());
			if (fragment.isLast()) {
				String result = this.bytes + " " + Long.toHexString(this.crc.getValue());
				this.sum.complete(result);
				connection.sendText(result);
			}
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
			this.sum.completeExceptionally(new IllegalStateException("closed " + reason));
			return null;
		}

	}

	/**
	 * Waits for a text.
	 */
	private static final class Answer implements FragmentHandler {

		private final CompletableFuture<String> text = new CompletableFuture<>();

		@Override
		public @Nullable CompletionStage<?> onFragment(Connection connection, Fragment fragment) {
			this.text.complete(new String(fragment.toByteArray(), StandardCharsets.US_ASCII));
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
			this.text.completeExceptionally(new IllegalStateException("closed " + reason));
			return null;
		}

	}

}
