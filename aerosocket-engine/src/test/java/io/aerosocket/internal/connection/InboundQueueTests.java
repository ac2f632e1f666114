package io.aerosocket.internal.connection;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.DefaultByteBufHolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.FailurePolicy;
import io.aerosocket.Message;
import io.aerosocket.ProtocolViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link InboundQueue} and the back-pressure of {@link InboundHandler}, through
 * a connection.
 */
class InboundQueueTests {

	private static final CloseReason GOODBYE = new CloseReason(CloseCode.GOING_AWAY, "bye", false);

	private final RecordingHandler handler = new RecordingHandler();

	private TestConnection peer;

	@AfterEach
	void everythingIsReleased() {
		assertThat(this.peer.bytesLeftAfterTheEnd()).isZero();
		assertThat(this.handler.calls()).filteredOn((call) -> call.startsWith("close")).hasSize(1);
		assertThat(this.handler.calls()).first().isEqualTo("open");
		assertThat(this.handler.calls()).last().asString().startsWith("close");
		assertThat(this.peer.registry().unfinished()).isZero();
		assertThat(this.peer.counted().pausedReads()).isZero();
	}

	@Test
	void callsComeInOrder() {
		open();
		this.peer.receive(text(1), text(2));
		this.peer.receive(text(3), TestConnection.frame(0x2, "binary"));
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "3", "binary");
		assertThat(this.peer.counted().messagesReceived()).isEqualTo(4);
		assertThat(this.peer.counted().bytesReceived()).isEqualTo(9);
	}

	@Test
	void oneCallComesAfterTheOtherHasCompleted() {
		this.handler.asynchronous();
		open();
		this.peer.receive(text(1), text(2), text(3));
		assertThat(this.handler.calls()).as("onOpen is not complete").containsExactly("open");
		this.handler.complete();
		assertThat(this.handler.calls()).containsExactly("open", "1");
		this.peer.receive(text(4));
		assertThat(this.handler.calls()).containsExactly("open", "1");
		this.handler.complete();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2");
		this.handler.complete();
		this.handler.complete();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "3", "4");
	}

	@Test
	void manyCallsThatCompleteAtOnceDoNotRecurse() {
		this.handler.asynchronous();
		open((options) -> options.maxPendingMessages(100_000));
		this.peer.receive(IntStream.range(0, 20_000).mapToObj(InboundQueueTests::text).toArray(String[]::new));
		this.handler.completeAll();
		assertThat(this.handler.calls()).hasSize(20_001).last().isEqualTo("19999");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aMessageIsReadableUntilItsCallCompletes(boolean elsewhere) {
		this.handler.asynchronous();
		if (elsewhere) {
			this.handler.on(Runnable::run, Runnable::run);
		}
		open();
		this.handler.complete();
		this.peer.receive(text(1), TestConnection.text("x".repeat(10_000)), text(3));
		for (int i = 0; i < 3; i++) {
			Message.Text message = (Message.Text) this.handler.messages().get(i);
			assertThat(message.text()).isIn("1", "x".repeat(10_000), "3");
			Message.Text copy = message.copy();
			this.handler.complete();
			assertThatIllegalStateException().isThrownBy(message::text);
			assertThat(copy.text()).isNotEmpty();
		}
		this.peer.sent();
		assertThat(this.peer.reservedBytes()).as("an idle connection holds no buffer").isZero();
	}

	@Test
	void theOnlyMessageOfAReadOutlivesIt() {
		this.handler.asynchronous();
		open();
		this.handler.complete();
		this.peer.receive(text(1));
		Message.Text message = (Message.Text) this.handler.messages().get(0);
		assertThat(message.text()).isEqualTo("1");
		this.handler.complete();
		assertThat(this.peer.reservedBytes()).isZero();
	}

	@Test
	void aMessageThatIsHandledAtOnceEndsWithItsCall() {
		open();
		this.peer.receive(text(1));
		assertThatIllegalStateException().isThrownBy(() -> this.handler.messages().get(0).payload());
		assertThat(this.peer.reservedBytes()).isZero();
	}

	@Test
	void theEndIsToldAfterWhatWaits() {
		this.handler.asynchronous();
		open();
		this.peer.receive(text(1), text(2), TestConnection.close(1000, "bye"));
		assertThat(this.peer.channel().isOpen()).isFalse();
		assertThat(this.handler.calls()).containsExactly("open");
		this.handler.complete();
		this.handler.complete();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2");
		this.handler.complete();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "close 1000 bye by peer");
		assertThat(this.peer.registry().count()).isZero();
		assertThat(this.peer.registry().unfinished()).as("onClose is not complete").isEqualTo(1);
		this.handler.complete();
		this.peer.run();
		assertThat(this.peer.registry().unfinished()).isZero();
	}

	@Test
	void theEndIsToldToAHandlerThatFailsOnIt() {
		this.handler.failingOnClose(new IllegalStateException("close"));
		open();
		this.peer.loseTransport();
		assertThat(this.peer.listener().events()).contains("failed IllegalStateException");
		assertThat(this.peer.registry().unfinished()).isZero();
	}

	@ParameterizedTest(name = "at most {0} wait")
	@ValueSource(ints = { 1, 2, 3, 8, 50 })
	void readingStopsAtTheBoundAndGoesOnBelowIt(int bound) {
		this.handler.asynchronous();
		open((options) -> options.maxPendingMessages(bound));
		this.handler.complete();
		int count = 3 * bound + 5;
		this.peer.receive(IntStream.range(0, bound).mapToObj(InboundQueueTests::text).toArray(String[]::new));
		assertThat(isReading()).as("one is handled, one less than the bound waits").isTrue();
		this.peer.receive(IntStream.range(bound, count).mapToObj(InboundQueueTests::text).toArray(String[]::new));
		assertThat(isReading()).isFalse();
		assertThat(this.peer.counted().messagesReceived()).as("the rest is not even decoded").isEqualTo(bound + 1);
		assertThat(this.peer.counted().pausedReads()).isEqualTo(1);
		List<String> expected = new ArrayList<>(List.of("open"));
		for (int i = 0; i < count; i++) {
			expected.add(String.valueOf(i));
			assertThat(this.handler.calls()).isEqualTo(expected);
			this.handler.complete();
		}
		assertThat(isReading()).isTrue();
		assertThat(this.peer.counted().pausedReads()).isZero();
		this.peer.sent();
		assertThat(this.peer.reservedBytes()).isZero();
	}

	@Test
	void readingStopsAtTheBoundOfBytes() {
		this.handler.asynchronous();
		open((options) -> options.maxPendingBytes(10));
		this.peer.receive(TestConnection.text("x".repeat(9)));
		assertThat(isReading()).isTrue();
		this.peer.receive(text(1));
		assertThat(isReading()).isFalse();
		this.handler.complete();
		assertThat(isReading()).isTrue();
	}

	@Test
	void whatArrivesWhileReadingIsStoppedWaitsInOrder() {
		this.handler.asynchronous();
		open((options) -> options.maxPendingMessages(1));
		this.peer.receive(text(1), text(2).substring(0, 8));
		this.peer.receive(text(2).substring(8), TestConnection.ping("p"));
		this.peer.receive(text(3));
		assertThat(this.peer.sent()).as("not even a Ping is read").isEmpty();
		for (int i = 0; i < 4; i++) {
			this.handler.complete();
		}
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "3");
		assertThat(this.peer.sent()).containsExactly("pong p");
		assertThat(isReading()).isTrue();
	}

	@Test
	void whatWasBegunComesBeforeWhatIsStillWhole() {
		this.handler.asynchronous();
		open((options) -> options.maxPendingMessages(1));
		this.peer.receive(text(1), text(2), text(3), text(4));
		this.peer.receive(text(5), text(6));
		this.peer.receive(text(7));
		for (int i = 0; i < 8; i++) {
			this.handler.complete();
		}
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "3", "4", "5", "6", "7");
	}

	@Test
	void theEndOfTheTransportLetsWhatWasReadBeHandled() {
		this.handler.asynchronous();
		open((options) -> options.maxPendingMessages(1));
		this.peer.receive(text(1), text(2), text(3));
		this.peer.receive(text(4));
		this.peer.loseTransport();
		assertThat(this.handler.calls()).containsExactly("open");
		for (int i = 0; i < 5; i++) {
			this.handler.completeAll();
		}
		assertThat(this.handler.calls()).startsWith("open", "1", "2", "3", "4")
			.last()
			.asString()
			.startsWith("close 1006");
		assertThat(this.peer.counted().pausedReads()).isZero();
	}

	@Test
	void aViolationBehindWhatWaitsComesAfterIt() {
		this.handler.asynchronous();
		open();
		this.peer.receive(text(1), text(2), "8100");
		assertThat(this.peer.sent()).singleElement().asString().startsWith("close 1002");
		this.handler.completeAll();
		this.peer.loseTransport();
		assertThat(this.handler.calls()).startsWith("open", "1", "2").last().asString().startsWith("close 1002");
	}

	@Test
	void theEndIsToldWhenThePeerClosesWhileReadingIsStopped() {
		this.handler.asynchronous();
		open((options) -> options.maxPendingMessages(1));
		this.peer.receive(text(1), text(2), text(3), TestConnection.close(1001, ""));
		assertThat(this.peer.sent()).isEmpty();
		this.handler.completeAll();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "3", "close 1001 by peer");
		assertThat(this.peer.sent()).containsExactly("close 1001");
	}

	@Test
	void whatIsThrownClosesWith1011() {
		this.handler.answering((connection, message) -> {
			throw new IllegalArgumentException("secret");
		});
		open();
		this.peer.receive(text(1));
		assertThat(this.peer.sent()).containsExactly("close 1011");
		assertThat(this.peer.listener().events()).contains("failed IllegalArgumentException");
		assertThat(this.peer.counted().handlerErrors()).isEqualTo(1);
	}

	@Test
	void anErrorThatIsThrownIsAFailureLikeAnyOther() {
		this.handler.answering((connection, message) -> {
			throw new StackOverflowError();
		});
		open();
		this.peer.receive(text(1));
		assertThat(this.peer.sent()).containsExactly("close 1011");
	}

	@Test
	void aStageThatFailsIsAFailure() {
		this.handler.asynchronous();
		open((options) -> options.failurePolicy(FailurePolicy.CLOSE));
		this.peer.receive(text(1));
		this.handler.complete();
		this.handler.fail(new CompletionException(new IllegalStateException("wrapped")));
		assertThat(this.peer.sent()).containsExactly("close 1011");
		assertThat(this.peer.listener().events()).contains("failed IllegalStateException");
	}

	@Test
	void aFailureOfOnOpenIsAFailure() {
		this.handler.asynchronous();
		open();
		this.handler.fail(new IllegalStateException());
		assertThat(this.peer.sent()).containsExactly("close 1011");
	}

	@Test
	void detailsAreToldOnlyWhenAsked() {
		this.handler
			.answering((connection, message) -> CompletableFuture.failedStage(new IllegalStateException("why")));
		open((options) -> options.detailedErrors(true));
		this.peer.receive(text(1));
		assertThat(this.peer.sent()).containsExactly("close 1011 java.lang.IllegalStateException: why");
	}

	@Test
	void policyLogGoesOn() {
		this.handler
			.answering((connection, message) -> CompletableFuture.failedStage(new IllegalStateException("why")));
		open((options) -> options.failurePolicy(FailurePolicy.LOG));
		this.peer.receive(text(1), text(2));
		assertThat(this.peer.sent()).isEmpty();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2");
		assertThat(this.peer.counted().handlerErrors()).isEqualTo(2);
	}

	@Test
	void aViolationThatAHandlerFindsClosesWithItsCode() {
		this.handler.answering((connection, message) -> {
			throw new ProtocolViolationException(CloseCode.UNSUPPORTED_DATA, "no such command");
		});
		open();
		this.peer.receive(text(1));
		assertThat(this.peer.sent()).containsExactly("close 1003 no such command");
	}

	@Test
	void drainHandlesWhatWasReadAndThenCloses() {
		this.handler.asynchronous();
		open((options) -> options.maxPendingMessages(2));
		this.peer.receive(text(1), text(2), text(3), text(4), text(5));
		this.peer.connection().drain(GOODBYE);
		this.peer.connection().drain(GOODBYE);
		assertThat(this.peer.sent()).isEmpty();
		for (int i = 0; i < 6; i++) {
			assertThat(isReading()).isFalse();
			this.handler.complete();
		}
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "3", "4", "5");
		assertThat(this.peer.sent()).containsExactly("close 1001 bye");
		assertThat(isReading()).as("for the answer").isTrue();
		this.peer.receive(TestConnection.close(1001, ""));
		assertThat(this.handler.calls()).last().asString().startsWith("close 1001");
	}

	@Test
	void whatComesBehindOurCloseIsNotHandled() {
		open();
		this.peer.connection().drain(GOODBYE);
		this.peer.receive(text(1), text(2), TestConnection.close(1001, ""));
		assertThat(this.handler.calls()).as("nobody could be answered").containsExactly("open", "close 1001 bye");
	}

	@Test
	void drainClosesAnIdleConnectionAtOnce() {
		open();
		this.peer.connection().drain(GOODBYE);
		assertThat(this.peer.sent()).containsExactly("close 1001 bye");
	}

	@Test
	void onlyOneCallInManyIsTimed() {
		open();
		this.peer.receive(IntStream.range(0, 128).mapToObj(InboundQueueTests::text).toArray(String[]::new));
		assertThat(this.peer.listener().handled()).isBetween(2, 3);
	}

	@Test
	void pingsAreAnsweredAndPongsAreTold() {
		open();
		this.peer.receive(TestConnection.ping("are you there"), TestConnection.frame(0xA, "yes"),
				TestConnection.frame(0xA, ""));
		assertThat(this.peer.sent()).containsExactly("pong are you there");
		assertThat(this.handler.calls()).containsExactly("open", "pong yes", "pong ");
	}

	@Test
	void bytesInSeveralPiecesAreReadAsOne() {
		open();
		byte[] wire = HexFormat.of().parseHex(TestConnection.text("hello") + text(2));
		CompositeByteBuf read = this.peer.channel().alloc().compositeBuffer();
		for (byte one : wire) {
			read.addComponent(true, this.peer.channel().alloc().buffer(1).writeByte(one));
		}
		this.peer.channel().writeInbound(read);
		assertThat(this.handler.calls()).containsExactly("open", "hello", "2");
		assertThat(read.refCnt()).isZero();
		assertThat(this.peer.reservedBytes()).isZero();
	}

	@Test
	void whatIsNoBytesIsThrownAway() {
		open();
		ByteBuf content = this.peer.channel().alloc().buffer().writeByte(1);
		this.peer.channel().writeInbound(new DefaultByteBufHolder(content));
		assertThat(content.refCnt()).isZero();
		assertThat(this.handler.calls()).containsExactly("open");
	}

	@Test
	void theAnswerToOurOwnPingIsNotTold() {
		open();
		this.peer.receive(TestConnection.frame(0xA, "aero"));
		assertThat(this.handler.calls()).containsExactly("open");
	}

	private boolean isReading() {
		this.peer.run();
		return this.peer.channel().config().isAutoRead();
	}

	private void open() {
		open((options) -> options);
	}

	private void open(UnaryOperator<ConnectionOptions.Builder> options) {
		this.peer = TestConnection.open(this.handler, options);
	}

	private static String text(int number) {
		return TestConnection.text(String.valueOf(number));
	}

}
