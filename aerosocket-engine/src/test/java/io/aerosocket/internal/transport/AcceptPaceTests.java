package io.aerosocket.internal.transport;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AcceptPace}.
 */
class AcceptPaceTests {

	private final AtomicInteger rate = new AtomicInteger(10);

	private final AtomicInteger pauses = new AtomicInteger();

	private final AcceptPace pace = new AcceptPace(this.rate::get, this.pauses::incrementAndGet);

	private final EmbeddedChannel listener = new EmbeddedChannel(this.pace);

	@BeforeEach
	void freeze() {
		this.listener.freezeTime();
	}

	@Test
	void asManyAsInASecondMayComeAtOnce() {
		accept(9);
		assertThat(accepts()).isTrue();
		accept(1);
		assertThat(accepts()).isFalse();
		assertThat(this.pauses).hasValue(1);
		assertThat(this.listener.inboundMessages()).as("nobody is cut").hasSize(10);
	}

	@Test
	void afterwardsOneComesAtATime() {
		accept(10);
		pass(99);
		assertThat(accepts()).isFalse();
		pass(2);
		assertThat(accepts()).isTrue();
		accept(1);
		assertThat(accepts()).isFalse();
		assertThat(this.pauses).hasValue(2);
	}

	@Test
	void whatCameTooMuchAtOnceIsMadeUpFor() {
		accept(16);
		pass(699);
		assertThat(accepts()).isFalse();
		pass(2);
		assertThat(accepts()).isTrue();
		assertThat(this.pauses).hasValue(1);
	}

	@Test
	void whatWasNotUsedIsSavedUpForASecondAtMost() {
		pass(60_000);
		accept(10);
		assertThat(accepts()).isFalse();
	}

	@Test
	void aSocketThatCannotBeAcceptedMakesItRestForASecond() {
		this.rate.set(0);
		this.listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
		this.listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
		this.listener.checkException();
		assertThat(accepts()).isFalse();
		assertThat(this.pauses).hasValue(1);
		pass(999);
		assertThat(accepts()).isFalse();
		pass(2);
		assertThat(accepts()).isTrue();
	}

	@Test
	void aLowRateCanBeRaisedWithinASecond() {
		this.rate.set(1);
		accept(600);
		this.rate.set(0);
		pass(1001);
		assertThat(accepts()).isTrue();
		accept(600);
		assertThat(accepts()).isTrue();
	}

	@Test
	void listenersShareTheRate() {
		EmbeddedChannel other = new EmbeddedChannel(this.pace);
		other.freezeTime();
		accept(5);
		for (int i = 0; i < 6; i++) {
			other.writeInbound(i);
		}
		assertThat(other.config().isAutoRead()).isFalse();
		other.finishAndReleaseAll();
	}

	private void accept(int sockets) {
		for (int i = 0; i < sockets; i++) {
			this.listener.writeInbound(i);
		}
	}

	private boolean accepts() {
		return this.listener.config().isAutoRead();
	}

	private void pass(int millis) {
		this.listener.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.listener.runScheduledPendingTasks();
	}

}
