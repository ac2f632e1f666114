package io.aerosocket.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;

import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MessageOutput}.
 */
class MessageOutputTests {

	private final MessageOutput output = new MessageOutput();

	@Test
	void reservedRoomShowsNothingOfEarlierMessages() {
		this.output.write(new byte[] { 1, 2, 3, 4 });
		this.output.clear();
		this.output.reserve(3).put((byte) 9);
		assertThat(this.output.toByteArray()).containsExactly(9, 0, 0);
	}

	@Test
	void collectsInOrder() {
		this.output.write(1);
		this.output.write(new byte[] { 9, 2, 3, 9 }, 1, 2);
		ByteBuffer data = ByteBuffer.wrap(new byte[] { 9, 4 }).position(1);
		this.output.write(data);
		this.output.reserve(2).putShort((short) 0x0506);
		this.output.writeText("€");
		assertThat(HexFormat.of().formatHex(this.output.toByteArray())).isEqualTo("010203040506e282ac");
		assertThat(data.position()).isEqualTo(1);
	}

	@Test
	void growsAsNeeded() {
		byte[] data = new byte[100_000];
		data[99_999] = 7;
		this.output.write(1);
		this.output.write(data);
		assertThat(this.output.size()).isEqualTo(100_001);
		assertThat(this.output.toByteArray()).endsWith(0, 7).startsWith(1, 0);
	}

	@Test
	void becomesMessageOfEitherKind() {
		this.output.writeText("grüß");
		assertThat(this.output.toMessage(true)).isInstanceOfSatisfying(Message.Text.class,
				(text) -> assertThat(text.text()).isEqualTo("grüß"));
		assertThat(this.output.toMessage(false)).isInstanceOfSatisfying(Message.Binary.class,
				(binary) -> assertThat(binary.toByteArray()).isEqualTo("grüß".getBytes(StandardCharsets.UTF_8)));
	}

	@Test
	void isUsedAgain() {
		this.output.writeText("first");
		this.output.clear();
		this.output.writeText("2nd");
		assertThat(this.output.toMessage(true).size()).isEqualTo(3);
	}

	@Test
	void reservesNoNegativeRoom() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.output.reserve(-1))
			.withMessage("bytes: -1 (expected: 0 or more)");
	}

}
