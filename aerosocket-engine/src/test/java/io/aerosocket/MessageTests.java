package io.aerosocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for the messages that {@link Message} makes, which last.
 */
class MessageTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "hello", "é€😀" })
	void aTextIsUtf8(String text) {
		Message.Text message = Message.text(new StringBuilder(text));
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		assertThat(message.text()).isEqualTo(text);
		assertThat(message.size()).isEqualTo(utf8.length);
		assertThat(message.toByteArray()).isEqualTo(utf8);
		assertThat(message.payload()).isEqualTo(ByteBuffer.wrap(utf8));
		assertThat(message.copy()).isSameAs(message);
	}

	@Test
	void aTextIsTakenAsItIsNow() {
		StringBuilder builder = new StringBuilder("before");
		Message.Text message = Message.text(builder);
		builder.append(" after");
		assertThat(message.text()).isEqualTo("before");
	}

	@Test
	void aTextDoesNotShowItsContent() {
		assertThat(Message.text("secret")).hasToString("Text[6 characters]");
	}

	@Test
	void binaryIsWhatLiesBetweenPositionAndLimit() {
		ByteBuffer data = ByteBuffer.wrap(new byte[] { 0, 1, 2, 3, 4 }).position(1).limit(4);
		Message.Binary message = Message.binary(data);
		assertThat(message.size()).isEqualTo(3);
		assertThat(message.toByteArray()).containsExactly(1, 2, 3);
		data.position(4);
		assertThat(message.size()).as("moving the buffer changes nothing").isEqualTo(3);
		assertThat(Message.binary(new byte[] { 7 }).toByteArray()).containsExactly(7);
		assertThat(message.copy()).isSameAs(message);
	}

	@Test
	void payloadsAreNewViewsThatCannotBeWritten() {
		for (Message message : List.of(Message.text("abc"), Message.binary(new byte[3]),
				Message.ping(ByteBuffer.allocate(3)), Message.pong(ByteBuffer.allocate(3)),
				Message.close(CloseCode.NORMAL, "a"))) {
			assertThat(message.payload().isReadOnly()).isTrue();
			message.payload().get();
			assertThat(message.payload().remaining()).isEqualTo(3).isEqualTo(message.size());
			assertThat(message.toByteArray()).hasSize(3);
			assertThat(message.copy()).isSameAs(message);
		}
	}

	@ParameterizedTest(name = "RFC 6455 5.5: {0} bytes: {1}")
	@CsvSource({ "0, true", "125, true", "126, false", "1000, false" })
	void controlPayloadsAreAtMost125Bytes(int size, boolean accepted) {
		ByteBuffer payload = ByteBuffer.allocate(size);
		if (accepted) {
			assertThat(Message.ping(payload).size()).isEqualTo(size);
			assertThat(Message.pong(payload).size()).isEqualTo(size);
		}
		else {
			assertThatIllegalArgumentException().isThrownBy(() -> Message.ping(payload))
				.withMessage("control payload: " + size + " bytes (expected: at most 125)");
			assertThatIllegalArgumentException().isThrownBy(() -> Message.pong(payload));
		}
	}

	@Test
	void aCloseIsItsCodeAndText() {
		Message.Close message = Message.close(CloseCode.GOING_AWAY, "bye");
		assertThat(message.reason()).isEqualTo(new CloseReason(CloseCode.GOING_AWAY, "bye", false));
		assertThat(HexFormat.of().formatHex(message.toByteArray())).isEqualTo("03e9627965");
	}

}
