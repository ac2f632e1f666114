package io.aerosocket.spring.boot.autoconfigure.audit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SecurityAudit}: a flood is reported as a number, and nothing is lost
 * without being counted.
 */
class SecurityAuditTests {

	private static final int FLOOD = 100_000;

	private final List<SecurityEvent> events = new CopyOnWriteArrayList<>();

	@Test
	void aFloodIsReportedAsANumber() throws Exception {
		SecurityAudit audit = new SecurityAudit(List.of(this.events::add), 10);
		for (int i = 0; i < FLOOD; i++) {
			offer(audit, SecurityEventType.ORIGIN_REFUSED);
		}
		offer(audit, SecurityEventType.TLS_FAILED);
		await().atMost(Duration.ofSeconds(10)).until(() -> counted() == FLOOD);
		assertThat(this.events).hasSizeLessThan(1000).anyMatch((event) -> event.type() == SecurityEventType.TLS_FAILED);
		audit.destroy();
	}

	@Test
	void whatIsCountedLastIsReportedAtTheEnd() throws Exception {
		SecurityAudit audit = new SecurityAudit(List.of(this.events::add), 1);
		for (int i = 0; i < 100; i++) {
			offer(audit, SecurityEventType.ORIGIN_REFUSED);
		}
		audit.destroy();
		assertThat(counted()).isEqualTo(100);
	}

	@Test
	void slowSinksDoNotFillTheMemory() throws Exception {
		CountDownLatch gate = new CountDownLatch(1);
		SecurityAudit audit = new SecurityAudit(List.of((event) -> {
			block(gate);
			this.events.add(event);
		}), 10_000);
		int wanted = 0;
		for (int i = 0; i < 5000; i++) {
			wanted += offer(audit, SecurityEventType.ORIGIN_REFUSED) ? 1 : 0;
		}
		assertThat(wanted).isLessThanOrEqualTo(1001);
		assertThat(offer(audit, SecurityEventType.OPERATOR_CLOSE)).as("always reported").isTrue();
		gate.countDown();
		await().atMost(Duration.ofSeconds(10)).until(() -> counted() == 5000);
		assertThat(this.events).anyMatch((event) -> event.type() == SecurityEventType.OPERATOR_CLOSE);
		audit.destroy();
	}

	@Test
	void aSinkThatFailsDoesNotKeepOthersFromIt() throws Exception {
		SecurityAudit audit = new SecurityAudit(List.of((event) -> {
			throw new IllegalStateException("on purpose");
		}, this.events::add), 10);
		offer(audit, SecurityEventType.ORIGIN_REFUSED);
		offer(audit, SecurityEventType.ORIGIN_REFUSED);
		await().atMost(Duration.ofSeconds(10)).until(() -> this.events.size() == 2);
		audit.destroy();
	}

	private static void block(CountDownLatch gate) {
		try {
			gate.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean offer(SecurityAudit audit, SecurityEventType type) {
		boolean wanted = audit.wants(type);
		if (wanted) {
			audit.report(type, "", Map.of());
		}
		return wanted;
	}

	private long counted() {
		return this.events.stream()
			.filter((event) -> event.type() == SecurityEventType.ORIGIN_REFUSED)
			.mapToLong((event) -> (long) event.data().getOrDefault("notReportedEach", 1L))
			.sum();
	}

}
