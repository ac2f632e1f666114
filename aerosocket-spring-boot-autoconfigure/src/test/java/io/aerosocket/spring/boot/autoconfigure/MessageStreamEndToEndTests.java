package io.aerosocket.spring.boot.autoconfigure;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.MessageConversionException;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Methods that take the messages of a connection as a stream, over a socket.
 */
@SpringBootTest(classes = MessageStreamEndToEndTests.Application.class,
		properties = { "aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"aerosocket.server.inbound.max-pending-messages=4", "spring.main.web-application-type=none" })
class MessageStreamEndToEndTests {

	private static final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

	private TestClient client;

	@LocalAeroSocketPort
	private int port;

	@Autowired
	private AeroServer server;

	@Autowired
	private SlowHandler slow;

	@BeforeEach
	void forget() {
		ends.clear();
	}

	@AfterEach
	void disconnect() {
		this.client.close();
	}

	@Test
	void aFluxOfMessagesMakesAFluxOfReplies() throws Exception {
		connect("/flux");
		assertThat(this.client.receive()).isEqualTo("opened");
		assertThat(this.client.receive()).isEqualTo("hello");
		for (int i = 0; i < 100; i++) {
			this.client.send("message " + i);
		}
		for (int i = 0; i < 100; i++) {
			assertThat(this.client.receive()).isEqualTo("MESSAGE " + i);
		}
	}

	@Test
	void aSlowSubscriberStopsTheSocket() throws Exception {
		connect("/slow");
		for (int i = 0; i < 50; i++) {
			this.client.send(String.valueOf(i));
		}
		await().until(() -> this.server.snapshot().pausedReads() == 1);
		assertThat(this.slow.seen).isEmpty();
		this.slow.subscriber.request(2);
		await().until(() -> this.slow.seen.size() == 2);
		assertThat(this.server.snapshot().pausedReads()).isEqualTo(1);
		this.slow.subscriber.requestUnbounded();
		for (int i = 0; i < 50; i++) {
			assertThat(this.slow.seen.poll(10, TimeUnit.SECONDS)).isEqualTo(String.valueOf(i));
		}
	}

	@Test
	void whatIsCollectedIsCompleteWhenTheConnectionWasClosed() throws Exception {
		connect("/collect");
		for (int i = 1; i <= 20; i++) {
			this.client.send(new byte[i]);
		}
		this.client.sendClose();
		assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("210 bytes");
	}

	@Test
	void whatIsCollectedFailsWhenTheConnectionWasLost() throws Exception {
		connect("/collect");
		assertThat(this.client.send("ready?").receive()).isEqualTo("ready");
		this.client.send(new byte[1]);
		this.client.close();
		assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("ConnectionClosedException");
	}

	@Test
	void anEndlessReplyIsCancelledWithTheConnection() throws Exception {
		connect("/endless");
		assertThat(this.client.receive()).isEqualTo("tick");
		this.client.close();
		assertThat(ends.poll(10, TimeUnit.SECONDS)).isEqualTo("cancelled");
	}

	@Test
	void whatCannotBeReadGoesToTheErrorMethodAndTheStreamGoesOn() throws Exception {
		connect("/objects");
		assertThat(this.client.send("{\"name\":\"tea\"}").receive()).isEqualTo("tea");
		assertThat(this.client.send("{").receive()).startsWith("unreadable");
		assertThat(this.client.send("{\"name\":\"rum\"}").receive()).isEqualTo("rum");
	}

	@Test
	void otherPublishers() throws Exception {
		connect("/publisher");
		assertThat(this.client.send("a").receive()).isEqualTo("publisher a");
		assertThat(this.client.send(new byte[] { 7 }).receive()).isEqualTo("07");
	}

	private void connect(String path) {
		this.client = TestClient.connect(this.port, path);
	}

	@Import({ FluxHandler.class, SlowHandler.class, CollectHandler.class, EndlessHandler.class, ObjectHandler.class,
			PublisherHandler.class })
	@ImportAutoConfiguration({ AeroSocketServerAutoConfiguration.class, JacksonAutoConfiguration.class })
	static class Application {

	}

	@AeroSocketHandler("/flux")
	static class FluxHandler {

		@OnOpen
		String open() {
			return "opened";
		}

		@OnMessage
		Flux<String> messages(Flux<String> texts) {
			return texts.map(String::toUpperCase).startWith("hello");
		}

	}

	@AeroSocketHandler("/slow")
	static class SlowHandler {

		private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

		private final BaseSubscriber<String> subscriber = new BaseSubscriber<>() {

			@Override
			protected void hookOnSubscribe(Subscription subscription) {
				// Asks when the test says so.
			}

			@Override
			protected void hookOnNext(String value) {
				SlowHandler.this.seen.add(value);
			}

			@Override
			protected void hookOnError(Throwable error) {
				// The test's client is gone.
			}

		};

		@OnMessage
		void messages(Flux<String> texts) {
			texts.subscribe(this.subscriber);
		}

	}

	@AeroSocketHandler("/collect")
	static class CollectHandler {

		@OnMessage
		Mono<Void> collect(Flux<byte[]> parts) {
			return parts.map((part) -> part.length)
				.reduce(0, Integer::sum)
				.doOnNext((sum) -> ends.add(sum + " bytes"))
				.doOnError((error) -> ends.add(error.getClass().getSimpleName()))
				.then();
		}

		@OnMessage
		String ready(String text) {
			return "ready";
		}

	}

	@AeroSocketHandler("/endless")
	static class EndlessHandler {

		@OnMessage
		Flux<String> messages(Flux<String> texts) {
			return Flux.just("tick").concatWith(Flux.never()).doOnCancel(() -> ends.add("cancelled"));
		}

	}

	@AeroSocketHandler("/objects")
	static class ObjectHandler {

		@OnMessage
		Flux<String> names(Flux<Item> items) {
			return items.map(Item::name);
		}

		@OnError
		String unreadable(MessageConversionException ex) {
			return "unreadable: " + ex.getMessage();
		}

	}

	record Item(String name) {

	}

	@AeroSocketHandler("/publisher")
	static class PublisherHandler {

		@OnMessage
		Publisher<String> texts(Publisher<String> texts) {
			return Flux.from(texts).map((text) -> "publisher " + text);
		}

		@OnMessage
		Flow.Publisher<byte[]> data(Flow.Publisher<byte[]> data) {
			return JdkFlowAdapter.publisherToFlowPublisher(JdkFlowAdapter.flowPublisherToFlux(data));
		}

	}

}
