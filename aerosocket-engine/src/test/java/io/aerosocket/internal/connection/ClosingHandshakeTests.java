package io.aerosocket.internal.connection;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.Message;
import io.aerosocket.SendResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClosingHandshake}, through a connection.
 */
class ClosingHandshakeTests {

	private final TestConnection peer = TestConnection.open((options) -> options.closeTimeout(Duration.ofSeconds(5)));

	private final RecordingHandler handler = this.peer.handler();

	private final WebSocketConnection connection = this.peer.connection();

	@AfterEach
	void everythingIsReleased() {
		assertThat(this.peer.bytesLeftAfterTheEnd()).isZero();
		assertThat(this.handler.calls()).filteredOn((call) -> call.startsWith("close")).hasSize(1);
		assertThat(this.peer.registry().count()).isZero();
		assertThat(this.peer.registry().unfinished()).isZero();
		assertThat(this.peer.counted().openConnections()).isZero();
	}

	@ParameterizedTest(name = "RFC 6455 7.1: the peer closes with {0} {1}")
	@CsvSource({ "1000, bye", "1001, ''", "3000, registered", "4999, private" })
	void thePeersCloseIsAnsweredWithTheSame(int code, String text) {
		this.peer.receive(TestConnection.close(code, text));
		assertThat(this.peer.sent()).containsExactly(("close " + code + " " + text).strip());
		assertThat(this.peer.channel().isOpen()).isFalse();
		assertThat(this.handler.calls()).last().isEqualTo(("close " + code + " " + text).strip() + " by peer");
		assertThat(this.peer.counted().closes()).containsOnlyKeys(code);
		assertThat(this.peer.listener().events()).containsExactly("opened", "closed " + code);
	}

	@Test
	void aCloseWithoutACodeIsAnsweredWithoutACode() {
		this.peer.receive("8880 00000000");
		assertThat(this.peer.sent()).containsExactly("close");
		assertThat(this.handler.calls()).last().isEqualTo("close 1005 by peer");
		assertThat(this.peer.channel().isOpen()).isFalse();
	}

	@Test
	void weCloseAndWaitForTheAnswer() {
		this.connection.close(CloseCode.GOING_AWAY, "moving");
		assertThat(this.connection.isOpen()).isFalse();
		assertThat(this.peer.sent()).containsExactly("close 1001 moving");
		assertThat(this.peer.channel().isOpen()).isTrue();
		assertThat(this.handler.calls()).containsExactly("open");
		this.peer.receive(TestConnection.close(1001, ""));
		assertThat(this.peer.sent()).isEmpty();
		assertThat(this.peer.channel().isOpen()).isFalse();
		assertThat(this.handler.calls()).containsExactly("open", "close 1001 moving");
	}

	@Test
	void closesThatCrossAreOneClose() {
		this.connection.close(CloseCode.NORMAL, "ours");
		this.peer.receive(TestConnection.close(4000, "theirs"));
		assertThat(this.peer.sent()).containsExactly("close 1000 ours");
		assertThat(this.peer.channel().isOpen()).isFalse();
	}

	@Test
	void aSecondCloseHasNoEffect() {
		this.connection.close(CloseCode.NORMAL, "first");
		this.connection.close(CloseCode.GOING_AWAY, "second");
		assertThat(this.peer.sent()).containsExactly("close 1000 first");
		assertThat(this.connection.send(Message.close(CloseCode.NORMAL, ""))).isEqualTo(SendResult.CLOSED);
		assertThat(this.peer.sent()).isEmpty();
	}

	@Test
	void aCloseMessageBeginsTheHandshake() {
		assertThat(this.connection.send(Message.close(new CloseCode(4001), "as a message")).isAccepted()).isTrue();
		assertThat(this.peer.sent()).containsExactly("close 4001 as a message");
	}

	@ParameterizedTest(name = "RFC 6455 7.4: {0}")
	@ValueSource(ints = { 1004, 1005, 1006, 1015, 1016, 2999 })
	void refusesCodesThatMustNotTravel(int code) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.connection.close(new CloseCode(code), ""))
			.withMessageContaining(String.valueOf(code));
		assertThat(this.connection.isOpen()).isTrue();
		assertThat(this.peer.sent()).isEmpty();
	}

	@Test
	void whatWasSentBeforeGoesOutBeforeTheClose() {
		this.connection.sendText("a");
		this.connection.sendText("b");
		this.connection.close();
		assertThat(this.connection.sendText("c")).isEqualTo(SendResult.CLOSED);
		assertThat(this.peer.sent()).containsExactly("text a", "text b", "close 1000");
	}

	@Test
	void whatWaitsForASlowPeerGoesOutBeforeTheClose() {
		this.peer.channel().stick(true);
		this.connection.sendText("x".repeat(70_000));
		assertThat(this.connection.sendText("waits")).isEqualTo(SendResult.QUEUED);
		this.connection.close();
		this.peer.receive(TestConnection.close(1000, ""));
		assertThat(this.peer.channel().isOpen()).isTrue();
		this.peer.channel().stick(false);
		assertThat(this.peer.sent()).containsExactly("text x*70000", "text waits", "close 1000");
		assertThat(this.peer.channel().isOpen()).isFalse();
	}

	@Test
	void thePeersCloseIsAnsweredBehindWhatWaits() {
		this.peer.channel().stick(true);
		this.connection.sendText("x".repeat(70_000));
		this.connection.sendText("waits");
		this.peer.receive(TestConnection.close(1001, ""));
		this.peer.channel().stick(false);
		assertThat(this.peer.sent()).containsExactly("text x*70000", "text waits", "close 1001");
		assertThat(this.peer.channel().isOpen()).isFalse();
	}

	@Test
	void aPeerThatDoesNotAnswerIsCut() {
		this.connection.close();
		long now = this.connection.group().now();
		this.connection.sweep(now + Duration.ofSeconds(4).toNanos());
		assertThat(this.peer.channel().isOpen()).isTrue();
		this.connection.sweep(now + Duration.ofSeconds(6).toNanos());
		this.peer.run();
		assertThat(this.peer.channel().isOpen()).isFalse();
		assertThat(this.handler.calls()).last().isEqualTo("close 1006");
	}

	@Test
	void aTransportThatIsLostIsCode1006() {
		this.peer.loseTransport();
		assertThat(this.handler.calls()).containsExactly("open", "close 1006 by peer");
		assertThat(this.peer.sent()).isEmpty();
		assertThat(this.connection.isOpen()).isFalse();
		assertThat(this.connection.sendText("late")).isEqualTo(SendResult.CLOSED);
	}

	@Test
	void aTransportThatFailsIsCode1006() {
		this.peer.channel().pipeline().fireExceptionCaught(new IOException("reset"));
		this.peer.run();
		assertThat(this.handler.calls()).containsExactly("open", "close 1006 by peer");
	}

	@Test
	void aConnectionThatIsCutIsCode1006() {
		this.connection.cut();
		this.peer.run();
		assertThat(this.handler.calls()).containsExactly("open", "close 1006");
		this.connection.sweep(this.connection.group().now());
	}

	@ParameterizedTest(name = "RFC 6455 7.1.7: {0}")
	@CsvSource(delimiter = '|', textBlock = """
			unmasked frame             | 8100                 | 1002
			continuation without start | 8080 00000000        | 1002
			text is not UTF-8          | 8181 00000000 ff     | 1007
			half a close code          | 8881 00000000 03     | 1002
			close code 1005            | 8882 00000000 03ed   | 1002
			close reason is not UTF-8  | 8883 00000000 03e8ff | 1007
			too large                  | 82ff 0000000000040001 00000000 | 1009
			""")
	void aViolationFailsTheConnection(String rule, String wire, int code) {
		this.peer.receive(TestConnection.text("before"), wire, TestConnection.text("after"));
		this.peer.receive(TestConnection.text("later"), TestConnection.ping("later"), TestConnection.close(1000, ""));
		assertThat(this.peer.sent()).singleElement().asString().startsWith("close " + code);
		assertThat(this.connection.sendText("late")).isEqualTo(SendResult.CLOSED);
		this.peer.loseTransport();
		assertThat(this.handler.calls()).startsWith("open", "before").hasSize(3);
		assertThat(this.handler.calls()).last().asString().startsWith("close " + code).doesNotEndWith("by peer");
	}

	@Test
	void aFailedConnectionIsCutWhenThePeerStays() {
		this.peer.receive("8100");
		assertThat(this.peer.channel().isOpen()).isTrue();
		this.connection.sweep(this.connection.group().now() + Duration.ofSeconds(6).toNanos());
		this.peer.run();
		assertThat(this.peer.channel().isOpen()).isFalse();
	}

	@Test
	void aViolationAfterOurCloseSendsNoSecondClose() {
		this.connection.close();
		this.peer.receive("8100");
		assertThat(this.peer.sent()).containsExactly("close 1000");
		this.peer.loseTransport();
		assertThat(this.handler.calls()).last().isEqualTo("close 1000");
	}

	@Test
	void aViolationReleasesTheUnfinishedMessage() {
		this.peer.receive("0182 00000000 4142", "83");
		this.peer.receive("80");
		this.peer.sent();
		assertThat(this.peer.reservedBytes()).isZero();
	}

	@Test
	void nothingIsReadAfterThePeersClose() {
		this.peer.receive(TestConnection.close(1000, ""), TestConnection.text("after"), TestConnection.ping("after"),
				"8100");
		assertThat(this.peer.sent()).containsExactly("close 1000");
		assertThat(this.handler.calls()).containsExactly("open", "close 1000 by peer");
	}

	@Test
	void whatFollowsThePeersCloseChangesNothingWhileOursWaits() {
		this.peer.channel().stick(true);
		this.connection.sendText("x".repeat(70_000));
		this.connection.sendText("waits");
		this.peer.receive(TestConnection.close(1001, ""), TestConnection.ping("p"), "8100");
		this.peer.receive(TestConnection.ping("p"), "8100");
		this.peer.channel().stick(false);
		assertThat(this.peer.sent()).containsExactly("text x*70000", "text waits", "close 1001");
		assertThat(this.peer.channel().isOpen()).isFalse();
	}

	@Test
	void aFailedConnectionKeepsNothingOfWhatIsStillSent() {
		this.peer.receive("8100");
		this.peer.receive("0182 00000000 4142");
		this.peer.sent();
		assertThat(this.peer.reservedBytes()).isZero();
	}

	@Test
	void nothingIsWrittenAfterOurClose() {
		this.connection.close();
		this.peer.receive(TestConnection.ping("still there?"));
		assertThat(this.peer.sent()).containsExactly("close 1000");
	}

	@Test
	void waitingSendsFailWhenTheTransportIsLost() {
		this.peer.channel().stick(true);
		CompletableFuture<Void> first = this.connection.sendTextAsync("x".repeat(70_000)).toCompletableFuture();
		CompletableFuture<Void> second = this.connection.sendTextAsync("waits").toCompletableFuture();
		this.peer.run();
		assertThat(List.of(first, second)).noneMatch(CompletableFuture::isDone);
		this.peer.loseTransport();
		assertThat(first).completesExceptionallyWithin(Duration.ofSeconds(1))
			.withThrowableThat()
			.withCauseInstanceOf(ConnectionClosedException.class);
		assertThat(second).completesExceptionallyWithin(Duration.ofSeconds(1))
			.withThrowableThat()
			.withCauseInstanceOf(ConnectionClosedException.class);
		assertThat(this.peer.listener().events()).contains("dropped CLOSED 1 of 7");
	}

	@Test
	void theReasonIsCutTo123Bytes() {
		this.connection.close(CloseCode.NORMAL, "r".repeat(200));
		assertThat(this.peer.sent()).containsExactly("close 1000 " + "r".repeat(123));
	}

}
