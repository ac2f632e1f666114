package io.aerosocket.spring.boot.autoconfigure;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionalEventListener;
import tools.jackson.core.JacksonException;

import io.aerosocket.ProtocolViolationException;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.event.AeroSocketConnectionClosedEvent;
import io.aerosocket.spring.event.AeroSocketConnectionEvent;
import io.aerosocket.spring.event.AeroSocketConnectionFailedEvent;
import io.aerosocket.spring.event.AeroSocketConnectionOpenedEvent;
import io.aerosocket.spring.event.AeroSocketEventPublisher;
import io.aerosocket.spring.event.AeroSocketHandshakeRefusedEvent;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.MessageConversionException;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to connections, as events of the application.
 */
class ConnectionEventTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1")
		.withBean(Fragile.class);

	@Test
	void connectionsThatOpenFailAndCloseAndRequestsThatAreRefused() {
		this.runner.withUserConfiguration(Recorder.class).run((context) -> {
			int port = port(context);
			assertThat(TestClient.statusOf(port, "/nowhere")).isEqualTo(404);
			TestClient client = TestClient.connect(port, "/fragile");
			assertThat(client.send("x").receive()).startsWith("close 1011");
			Recorder recorder = context.getBean(Recorder.class);
			assertThat(List.of(recorder.next(), recorder.next(), recorder.next(), recorder.next()))
				.containsExactly("refused PATH 404 /nowhere 127.0.0.1", "opened", "failed: fragile", "closed 1011");
			assertThat(recorder.threads).containsOnly("aerosocket-events");
		});
	}

	@Test
	void aFaultOfThePeersTellsWhatWasFound() {
		BlockingQueue<Throwable> seen = new LinkedBlockingQueue<>();
		this.runner.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class))
			.withBean(Numbers.class)
			.withBean(FailureRecorder.class, () -> new FailureRecorder(seen))
			.run((context) -> {
				try (TestClient client = TestClient.connect(port(context), "/numbers")) {
					assertThat(client.send("[\"x\"]").receive()).startsWith("close 1007");
				}
				assertThat(seen.poll(10, TimeUnit.SECONDS)).isInstanceOf(ProtocolViolationException.class)
					.hasCauseInstanceOf(MessageConversionException.class)
					.hasRootCauseInstanceOf(JacksonException.class);
			});
	}

	@Test
	void aSlowListenerHoldsUpNoConnectionAndWhatDoesNotFitIsCounted() {
		CountDownLatch release = new CountDownLatch(1);
		this.runner.withPropertyValues("aerosocket.server.events.max-pending=2")
			.withInitializer((context) -> context.addApplicationListener(listener((event) -> await(release))))
			.run((context) -> {
				List<TestClient> clients = new ArrayList<>();
				for (int i = 0; i < 5; i++) {
					TestClient client = TestClient.connect(port(context), "/fragile");
					clients.add(client.send(new byte[] { 7 }));
					assertThat(client.receive()).isEqualTo("07");
				}
				assertThat(context.getBean(AeroSocketEventPublisher.class).droppedEvents()).isEqualTo(2);
				release.countDown();
				clients.forEach(TestClient::close);
			});
	}

	@Test
	void whatIsPendingIsPublishedBeforeOtherBeansAreDestroyed() {
		List<String> order = new ArrayList<>();
		this.runner.withBean(Closer.class, () -> new Closer(order)).run((context) -> {
			TestClient client = TestClient.connect(port(context), "/fragile");
			client.send(new byte[] { 7 }).receive();
			context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
			client.close();
			assertThat(order).containsExactly("closed", "destroyed");
		});
	}

	@Test
	void theThreadEndsWithTheApplication() {
		BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
		this.runner.withInitializer(
				(context) -> context.addApplicationListener(listener((event) -> threads.add(Thread.currentThread()))))
			.run((context) -> {
				TestClient client = TestClient.connect(port(context), "/fragile");
				Thread thread = threads.poll(10, TimeUnit.SECONDS);
				context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
				// Less than it is kept for in between.
				thread.join(5000);
				assertThat(thread.isAlive()).isFalse();
				client.close();
			});
	}

	@Test
	void aListenerThatFailsDoesNoHarm() {
		BlockingQueue<String> seen = new LinkedBlockingQueue<>();
		this.runner.withInitializer((context) -> context.addApplicationListener(listener((event) -> {
			seen.add("seen");
			throw new IllegalStateException("listener");
		}))).run((context) -> {
			for (int i = 0; i < 2; i++) {
				TestClient client = TestClient.connect(port(context), "/fragile");
				assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("seen");
				client.close();
			}
		});
	}

	@Test
	void aListenerThatComesLateAndOneThatIsLazyAreHeardToo() {
		BlockingQueue<String> seen = new LinkedBlockingQueue<>();
		this.runner.run((context) -> {
			TestClient first = TestClient.connect(port(context), "/fragile");
			first.send(new byte[] { 7 }).receive();
			context.getSourceApplicationContext(ConfigurableApplicationContext.class)
				.addApplicationListener(listener((event) -> seen.add("late")));
			TestClient second = TestClient.connect(port(context), "/fragile");
			assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("late");
			first.close();
			second.close();
		});
		this.runner.withUserConfiguration(LazyListener.class).run((context) -> {
			TestClient client = TestClient.connect(port(context), "/fragile");
			assertThat(LazyListener.SEEN.poll(10, TimeUnit.SECONDS)).isEqualTo("lazy");
			client.close();
		});
	}

	@Test
	void transactionalListenersHearThemOnlyAsAFallback() {
		BlockingQueue<String> seen = new LinkedBlockingQueue<>();
		this.runner.withUserConfiguration(Transactions.class)
			.withBean(TransactionalRecorder.class, () -> new TransactionalRecorder(seen))
			.run((context) -> {
				for (int i = 0; i < 2; i++) {
					TestClient.connect(port(context), "/fragile").close();
					assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("fallback");
				}
			});
	}

	private static int port(ApplicationContext context) {
		return context.getBean(AeroServer.class).port();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(10, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static ApplicationListener<AeroSocketConnectionOpenedEvent> listener(
			Consumer<AeroSocketConnectionOpenedEvent> action) {
		return new ApplicationListener<>() {

			@Override
			public void onApplicationEvent(AeroSocketConnectionOpenedEvent event) {
				action.accept(event);
			}

		};
	}

	static class Recorder {

		private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

		private final BlockingQueue<String> threads = new LinkedBlockingQueue<>();

		@EventListener
		void on(AeroSocketConnectionEvent event) {
			if (event instanceof AeroSocketConnectionOpenedEvent opened) {
				record((opened.getConnection() == opened.getSource()) ? "opened" : "another");
			}
			else if (event instanceof AeroSocketConnectionFailedEvent failed) {
				record("failed: " + failed.getError().getMessage());
			}
			else if (event instanceof AeroSocketConnectionClosedEvent closed) {
				record("closed " + closed.getReason().code().value());
			}
		}

		@EventListener
		void on(AeroSocketHandshakeRefusedEvent event) {
			record("refused " + event.getReason() + " " + event.getStatus() + " " + event.getPath() + " "
					+ ((InetSocketAddress) event.getRemoteAddress()).getAddress().getHostAddress());
		}

		private void record(String event) {
			this.threads.add(Thread.currentThread().getName());
			this.events.add(event);
		}

		String next() throws InterruptedException {
			String event = this.events.poll(10, TimeUnit.SECONDS);
			assertThat(event).isNotNull();
			return event;
		}

	}

	static class LazyListener {

		private static final BlockingQueue<String> SEEN = new LinkedBlockingQueue<>();

		@Bean
		@Lazy
		ApplicationListener<AeroSocketConnectionOpenedEvent> lazyListener() {
			return listener((event) -> SEEN.add("lazy"));
		}

	}

	record Closer(List<String> order) implements AutoCloseable {

		@EventListener
		void closed(AeroSocketConnectionClosedEvent event) {
			this.order.add("closed");
		}

		@Override
		public void close() {
			this.order.add("destroyed");
		}

	}

	@EnableTransactionManagement
	static class Transactions {

	}

	static class TransactionalRecorder {

		private final BlockingQueue<String> seen;

		TransactionalRecorder(BlockingQueue<String> seen) {
			this.seen = seen;
		}

		@TransactionalEventListener
		@Order(1)
		void inTransactions(AeroSocketConnectionOpenedEvent event) {
			this.seen.add("in a transaction");
		}

		@TransactionalEventListener(fallbackExecution = true)
		@Order(2)
		void always(AeroSocketConnectionOpenedEvent event) {
			this.seen.add("fallback");
		}

	}

	record FailureRecorder(BlockingQueue<Throwable> seen) {

		@EventListener
		void failed(AeroSocketConnectionFailedEvent event) {
			this.seen.add(event.getError());
		}

	}

	@AeroSocketHandler("/numbers")
	static class Numbers {

		@OnMessage
		void on(List<Integer> numbers) {
		}

	}

	@AeroSocketHandler("/fragile")
	static class Fragile {

		@OnMessage
		void text(String text) {
			throw new IllegalStateException("fragile");
		}

		@OnMessage
		byte[] echo(byte[] data) {
			return data;
		}

	}

}
