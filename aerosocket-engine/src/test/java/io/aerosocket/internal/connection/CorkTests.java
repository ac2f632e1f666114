package io.aerosocket.internal.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

import io.aerosocket.internal.message.EncodedMessage;
import io.aerosocket.internal.message.ReceivedMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Cork}, with each of Netty's ways to lay out memory.
 */
@ParameterizedClass
@FieldSource("allocators")
class CorkTests {

	private static final List<ByteBufAllocator> allocators = List.of(PooledByteBufAllocator.DEFAULT,
			new AdaptiveByteBufAllocator(true), UnpooledByteBufAllocator.DEFAULT);

	private final Cork cork = new Cork();

	private final ByteBufAllocator allocator;

	/** So that the cork's own memory does not start at the beginning of a chunk. */
	private final List<ByteBuf> neighbours = new ArrayList<>();

	CorkTests(ByteBufAllocator allocator) {
		this.allocator = allocator;
		for (int i = 0; i < 5; i++) {
			this.neighbours.add(allocator.directBuffer(300).writeZero(300));
		}
	}

	@AfterEach
	void neighboursAreUntouched() {
		for (ByteBuf neighbour : this.neighbours) {
			assertThat(neighbour.forEachByte((value) -> value == 0)).isEqualTo(-1);
			assertThat(neighbour.release()).isTrue();
		}
		ByteBuf left = this.cork.take();
		if (left != null) {
			left.release();
		}
	}

	@Test
	void holdsNothingAtFirst() {
		assertThat(this.cork.isEmpty()).isTrue();
		assertThat(this.cork.take()).isNull();
		assertThat(this.cork.takeListeners()).isNull();
		assertThat(this.cork.hasRoomFor(Cork.CAPACITY)).isTrue();
		assertThatIllegalStateException().isThrownBy(this.cork::bytes);
	}

	@Test
	void framesLieOneBehindTheOther() {
		for (int round = 0; round < 3; round++) {
			write(3, 'a');
			write(1, 'b');
			write(5, 'c');
			assertTaken("aaabccccc");
		}
	}

	@Test
	void isFilledToTheLastByteAndNoFurther() {
		for (int round = 0; round < 10; round++) {
			int written = 0;
			while (this.cork.hasRoomFor(7)) {
				write(7, 'x');
				written += 7;
			}
			for (int size = 6; size > 0; size--) {
				if (this.cork.hasRoomFor(size)) {
					write(size, 'y');
					written += size;
				}
			}
			assertThat(this.cork.hasRoomFor(1)).isFalse();
			ByteBuf frames = this.cork.take();
			assertThat(frames.readableBytes()).isEqualTo(written).isEqualTo(frames.capacity());
			assertThat(written).isLessThanOrEqualTo(Cork.CAPACITY);
			assertThat(frames.release()).isTrue();
		}
	}

	@Test
	void aMessageThatEndsMeanwhileLeavesNoRoomBehind() {
		ByteBuf owner = UnpooledByteBufAllocator.DEFAULT.directBuffer(9);
		ReceivedMessage received = ReceivedMessage.lent(true, false, owner, owner.internalNioBuffer(0, 9), 0, 9);
		EncodedMessage message = EncodedMessage.of(received);
		received.release();
		write(2, 'a');
		assertThatIllegalStateException().isThrownBy(() -> this.cork.add(message, false, null, this.allocator));
		write(2, 'b');
		assertTaken("aabb");
		owner.release();
	}

	@Test
	void takesAFrameOfItsWholeCapacity() {
		write(Cork.CAPACITY, 'z');
		assertThat(this.cork.hasRoomFor(1)).isFalse();
		assertTaken("z".repeat(Cork.CAPACITY));
	}

	@Test
	void growsAndShrinksWithWhatIsWritten() {
		write(10, 'a');
		ByteBuf small = this.cork.take();
		for (int i = 0; i < 2; i++) {
			write(8_000, 'b');
			this.cork.take().release();
		}
		write(10, 'a');
		ByteBuf large = this.cork.take();
		write(10, 'a');
		ByteBuf smallAgain = this.cork.take();
		assertThat(small.capacity()).isLessThanOrEqualTo(1024).isEqualTo(smallAgain.capacity());
		assertThat(large.capacity()).isGreaterThanOrEqualTo(8_000).isLessThanOrEqualTo(Cork.CAPACITY);
		small.release();
		large.release();
		smallAgain.release();
	}

	@Test
	void thoseWhoWaitAreTakenOutOnce() {
		CompletableFuture<Void> first = new CompletableFuture<>();
		CompletableFuture<Void> second = new CompletableFuture<>();
		this.cork.listen(first);
		this.cork.listen(second);
		assertThat(this.cork.takeListeners()).containsExactly(first, second);
		assertThat(this.cork.takeListeners()).isNull();
	}

	private void write(int size, char letter) {
		int index = this.cork.reserve(size, this.allocator);
		for (int i = 0; i < size; i++) {
			this.cork.bytes().put(index + i, (byte) letter);
		}
	}

	private void assertTaken(String expected) {
		ByteBuf frames = this.cork.take();
		assertThat(frames.toString(StandardCharsets.US_ASCII)).isEqualTo(expected);
		assertThat(this.cork.isEmpty()).isTrue();
		assertThat(frames.release()).isTrue();
	}

}
