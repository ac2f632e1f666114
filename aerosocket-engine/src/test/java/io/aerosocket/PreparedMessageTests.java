package io.aerosocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PreparedMessage}.
 */
class PreparedMessageTests {

	@Test
	void aTextIsEncodedBeforehand() {
		for (PreparedMessage message : List.of(PreparedMessage.text("é"), PreparedMessage.of(Message.text("é")))) {
			assertThat(message.isText()).isTrue();
			assertThat(message.size()).isEqualTo(2);
			assertThat(message.payload()).isEqualTo(StandardCharsets.UTF_8.encode("é"));
		}
	}

	@Test
	void binaryIsCopied() {
		byte[] data = { 1, 2 };
		List<PreparedMessage> messages = List.of(PreparedMessage.binary(data),
				PreparedMessage.of(Message.binary(data)));
		data[0] = 9;
		for (PreparedMessage message : messages) {
			assertThat(message.isText()).isFalse();
			assertThat(message.payload()).isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2 }));
		}
	}

	@Test
	void itsPayloadIsANewViewThatCannotBeWritten() {
		PreparedMessage message = PreparedMessage.binary(new byte[3]);
		assertThat(message.payload().isReadOnly()).isTrue();
		message.payload().get();
		assertThat(message.payload().remaining()).isEqualTo(3);
	}

	@Test
	void controlMessagesCannotBePrepared() {
		ByteBuffer empty = ByteBuffer.allocate(0);
		for (Message message : List.of(Message.ping(empty), Message.pong(empty), Message.close(CloseCode.NORMAL, ""))) {
			assertThatIllegalArgumentException().isThrownBy(() -> PreparedMessage.of(message))
				.withMessageContaining("expected: Text or Binary");
		}
	}

}
