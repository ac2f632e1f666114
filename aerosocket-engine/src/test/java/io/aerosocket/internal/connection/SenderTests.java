package io.aerosocket.internal.connection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;
import io.aerosocket.SlowConsumerPolicy;
import io.aerosocket.telemetry.DropReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Sender} and {@link Outbound}, through a connection whose peer can stop
 * to read.
 */
class SenderTests {

	private static final String FULL = "x".repeat(70_000);

	private TestConnection peer;

	private WebSocketConnection connection;

	@AfterEach
	void everythingIsReleased() {
		assertThat(this.peer.bytesLeftAfterTheEnd()).isZero();
	}

	@Test
	void whateverIsSentArrivesInOrder() {
		open();
		assertThat(this.connection.sendText("text")).isEqualTo(SendResult.SENT);
		assertThat(this.connection.sendBinary(new byte[] { 'b' })).isEqualTo(SendResult.SENT);
		assertThat(this.connection.send(PreparedMessage.text("prepared"))).isEqualTo(SendResult.SENT);
		assertThat(this.connection.send(Message.text("message"))).isEqualTo(SendResult.SENT);
		assertThat(this.connection.send(Message.binary(ByteBuffer.wrap(new byte[] { 'm' }))))
			.isEqualTo(SendResult.SENT);
		assertThat(this.peer.sent()).containsExactly("text text", "binary b", "text prepared", "text message",
				"binary m");
		assertThat(this.peer.counted().messagesSent()).isEqualTo(5);
		assertThat(this.peer.counted().bytesSent()).isEqualTo(21);
	}

	@ParameterizedTest(name = "{0} bytes")
	@ValueSource(ints = { 0, 1, 125, 126, 508, 512, 16_379, 16_380, 16_381, 16_384, 65_535, 65_536, 200_000 })
	void messagesOfAnySizeKeepTheirOrder(int size) {
		open();
		String payload = "y".repeat(size);
		for (int i = 0; i < 3; i++) {
			this.connection.sendText("before");
			this.connection.sendText(payload);
			this.connection.sendText("after");
		}
		List<String> expected = List.of("text before", ("text " + TestConnection.shown(payload)).strip(), "text after");
		assertThat(this.peer.sent()).hasSize(9).startsWith(expected.toArray(String[]::new)).containsAll(expected);
	}

	@Test
	void repliesOfOneReadAreFlushedOnce() {
		open(new RecordingHandler().answering((connection, message) -> {
			connection.send(message);
			connection.sendText("and more");
			return null;
		}), (options) -> options);
		this.peer.receive(TestConnection.text("1"), TestConnection.text("2"), TestConnection.ping("p"),
				TestConnection.text("3"));
		assertThat(this.peer.flushes()).isEqualTo(1);
		assertThat(this.peer.sent()).containsExactly("text 1", "text and more", "text 2", "text and more", "pong p",
				"text 3", "text and more");
	}

	@Test
	void sendsOfOneTurnAreFlushedOnce() {
		open();
		for (int i = 0; i < 50; i++) {
			this.connection.sendText("message");
		}
		assertThat(this.peer.flushes()).isEqualTo(1);
		assertThat(this.peer.sent()).hasSize(50);
	}

	@Test
	void behindAFullTransportMessagesWaitInOrder() {
		openStuck();
		for (int i = 0; i < 5; i++) {
			assertThat(this.connection.sendText("m" + i)).isEqualTo(SendResult.QUEUED);
		}
		assertThat(this.connection.queuedBytes()).isGreaterThanOrEqualTo(70_000 + 5 * 4);
		this.peer.channel().stick(false);
		assertThat(this.connection.sendText("last").isAccepted()).isTrue();
		assertThat(this.peer.sent()).containsExactly("text x*70000", "text m0", "text m1", "text m2", "text m3",
				"text m4", "text last");
		assertThat(this.connection.queuedBytes()).isZero();
	}

	@Test
	void aSlowConsumerIsClosed() {
		openStuck((options) -> options.maxQueuedBytes(10));
		assertThat(this.connection.sendText("1234567")).isEqualTo(SendResult.QUEUED);
		assertThat(this.connection.sendText("2")).isEqualTo(SendResult.CLOSED);
		assertThat(this.connection.isOpen()).isFalse();
		this.peer.channel().stick(false);
		assertThat(this.peer.sent()).containsExactly("text x*70000", "close 1013 reads too slowly");
		assertThat(this.peer.counted().drops()).containsEntry(DropReason.CLOSED, 2L);
		assertThat(this.peer.listener().events()).contains("dropped CLOSED 1 of 3", "dropped CLOSED 1 of 9");
		this.peer.loseTransport();
		assertThat(this.peer.handler().calls()).last().isEqualTo("close 1013 reads too slowly");
	}

	@Test
	void theCodeForASlowConsumerCanBeChosen() {
		openStuck((options) -> options.maxQueuedBytes(1).slowConsumerCloseCode(new CloseCode(3008)));
		this.connection.sendText("1");
		this.connection.sendText("2");
		this.peer.channel().stick(false);
		assertThat(this.peer.sent()).last().isEqualTo("close 3008 reads too slowly");
	}

	@Test
	void dropNewestGivesUpTheNewMessage() {
		openStuck((options) -> options.maxQueuedBytes(10).slowConsumerPolicy(SlowConsumerPolicy.DROP_NEWEST));
		assertThat(this.connection.sendText("123")).isEqualTo(SendResult.QUEUED);
		assertThat(this.connection.sendText("456")).isEqualTo(SendResult.QUEUED);
		CompletableFuture<Void> dropped = this.connection.sendTextAsync("789").toCompletableFuture();
		assertThat(dropped).isCompletedExceptionally();
		assertThat(this.connection.sendText("0")).isEqualTo(SendResult.DROPPED);
		this.peer.channel().stick(false);
		assertThat(this.peer.sent()).containsExactly("text x*70000", "text 123", "text 456");
		assertThat(this.peer.counted().drops()).containsEntry(DropReason.NEWEST, 2L);
		assertThat(this.peer.listener().events()).contains("dropped NEWEST 1 of 5", "dropped NEWEST 1 of 3");
		assertThat(this.connection.isOpen()).isTrue();
	}

	@Test
	void dropOldestMakesRoomForTheNewMessage() {
		openStuck((options) -> options.maxQueuedBytes(10).slowConsumerPolicy(SlowConsumerPolicy.DROP_OLDEST));
		CompletableFuture<Void> oldest = this.connection.sendTextAsync("123").toCompletableFuture();
		CompletableFuture<Void> second = this.connection.sendTextAsync("456").toCompletableFuture();
		assertThat(this.connection.sendText("789")).isEqualTo(SendResult.QUEUED);
		assertThat(oldest).isCompletedExceptionally();
		assertThat(second).isNotDone();
		this.peer.channel().stick(false);
		assertThat(this.peer.sent()).containsExactly("text x*70000", "text 456", "text 789");
		assertThat(second).isCompleted();
		assertThat(this.peer.counted().drops()).containsEntry(DropReason.OLDEST, 1L);
		assertThat(this.peer.listener().events()).contains("dropped OLDEST 1 of 5");
	}

	@Test
	void dropOldestGivesUpAsManyAsItTakes() {
		openStuck((options) -> options.maxQueuedBytes(12).slowConsumerPolicy(SlowConsumerPolicy.DROP_OLDEST));
		List.of("1", "2", "3", "4").forEach(this.connection::sendText);
		assertThat(this.connection.sendText("1234567")).isEqualTo(SendResult.QUEUED);
		assertThat(this.connection.sendText("12345678901234567890")).as("larger than the queue")
			.isEqualTo(SendResult.QUEUED);
		this.peer.channel().stick(false);
		assertThat(this.peer.sent()).containsExactly("text x*70000", "text 12345678901234567890");
		assertThat(this.peer.counted().drops()).containsEntry(DropReason.OLDEST, 5L);
	}

	@Test
	void sendAsyncCompletesWhenTheTransportTookIt() {
		open();
		CompletableFuture<Void> small = this.connection.sendTextAsync("small").toCompletableFuture();
		assertThat(small).isNotDone();
		this.peer.run();
		assertThat(small).isCompleted();
		this.peer.channel().stick(true);
		CompletableFuture<Void> large = this.connection.sendBinaryAsync(ByteBuffer.allocate(20_000))
			.toCompletableFuture();
		this.peer.run();
		assertThat(large).isNotDone();
		this.peer.channel().stick(false);
		assertThat(large).isCompleted();
		assertThat(this.peer.sent()).hasSize(2);
	}

	@Test
	void sendAsyncOfControlMessagesIsRefused() {
		open();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.connection.sendAsync(Message.ping(ByteBuffer.allocate(0))));
	}

	@Test
	void controlFramesPassWhatWaits() {
		openStuck();
		this.connection.sendText("waits");
		this.connection.ping(ByteBuffer.wrap(new byte[] { 'p' }));
		this.peer.channel().stick(false);
		assertThat(this.peer.sent()).containsExactly("text x*70000", "ping p", "text waits");
	}

	@Test
	void ofControlFramesThatAreHeldUpOnlyTheLatestIsKept() {
		openStuck();
		for (int i = 0; i < 1_000; i++) {
			this.peer.receive(TestConnection.ping("ask " + i));
			this.connection.ping(ByteBuffer.wrap(new byte[] { (byte) ('a' + i % 26) }));
		}
		this.connection.send(Message.pong(ByteBuffer.wrap(new byte[] { 'u' })));
		this.peer.channel().stick(false);
		assertThat(this.peer.sent()).containsExactly("text x*70000", "ping l", "pong u");
	}

	@Test
	void aPingBehindALargeReplyOfTheSameReadIsAnsweredOnce() {
		open(new RecordingHandler().answering((connection, message) -> {
			connection.send(message);
			return null;
		}), (options) -> options);
		this.peer.receive(TestConnection.text(FULL), TestConnection.ping("once"));
		assertThat(this.peer.sent()).containsExactly("text x*70000", "pong once");
	}

	@Test
	void pingsAreSentOnceEachWhileTheTransportHasRoom() {
		open();
		this.connection.ping(ByteBuffer.wrap(new byte[] { '1' }));
		this.connection.send(Message.ping(ByteBuffer.wrap(new byte[] { '2' })));
		this.connection.send(Message.pong(ByteBuffer.wrap(new byte[] { '3' })));
		assertThat(this.peer.sent()).containsExactly("ping 1", "ping 2", "pong 3");
	}

	@ParameterizedTest(name = "{0} bytes")
	@CsvSource({ "125, true", "126, false" })
	void pingsCarryAtMost125Bytes(int length, boolean accepted) {
		open();
		ByteBuffer payload = ByteBuffer.wrap("p".repeat(length).getBytes());
		if (accepted) {
			this.connection.ping(payload);
			assertThat(payload.remaining()).isEqualTo(length);
			assertThat(this.peer.sent()).containsExactly("ping " + "p".repeat(length));
		}
		else {
			assertThatIllegalArgumentException().isThrownBy(() -> this.connection.ping(payload));
		}
	}

	@Test
	void nothingIsSentOnAConnectionThatHasEnded() {
		open();
		this.peer.loseTransport();
		assertThat(this.connection.sendText("late")).isEqualTo(SendResult.CLOSED);
		assertThat(this.connection.sendBinary(new byte[1])).isEqualTo(SendResult.CLOSED);
		assertThat(this.connection.send(Message.text("late"))).isEqualTo(SendResult.CLOSED);
		assertThat(this.connection.send(PreparedMessage.text("late"))).isEqualTo(SendResult.CLOSED);
		assertThat(this.connection.ping(ByteBuffer.allocate(0))).isEqualTo(SendResult.CLOSED);
		assertThat(this.connection.sendTextAsync("late").toCompletableFuture()).isCompletedExceptionally();
		this.connection.close();
		assertThat(this.peer.sent()).isEmpty();
	}

	@Test
	void whatAReadDidNotFlushIsGivenUpWithTheTransport() {
		List<CompletableFuture<Void>> stages = new ArrayList<>();
		open(new RecordingHandler().answering((connection, message) -> {
			stages.add(connection.sendTextAsync("reply").toCompletableFuture());
			this.peer.channel().close();
			return null;
		}), (options) -> options);
		this.peer.receive(TestConnection.text("1"));
		assertThat(stages).singleElement().satisfies((stage) -> assertThat(stage).isCompletedExceptionally());
		assertThat(this.peer.sent()).isEmpty();
		assertThat(this.peer.reservedBytes()).isZero();
	}

	@Test
	void anIdleConnectionHoldsNoBuffer() {
		open();
		this.connection.sendText("a");
		this.peer.receive(TestConnection.ping("p"));
		assertThat(this.peer.sent()).hasSize(2);
		assertThat(this.peer.reservedBytes()).isZero();
	}

	private void open() {
		open(new RecordingHandler(), (options) -> options);
	}

	private void open(RecordingHandler handler, UnaryOperator<ConnectionOptions.Builder> options) {
		this.peer = TestConnection.open(handler, options);
		this.connection = this.peer.connection();
	}

	private void openStuck() {
		openStuck((options) -> options);
	}

	// The peer reads nothing more, and the transport is full.
	private void openStuck(UnaryOperator<ConnectionOptions.Builder> options) {
		open(new RecordingHandler(), options);
		this.peer.channel().stick(true);
		assertThat(this.connection.sendText(FULL)).isEqualTo(SendResult.SENT);
		this.peer.run();
		assertThat(this.peer.channel().isWritable()).isFalse();
	}

}
