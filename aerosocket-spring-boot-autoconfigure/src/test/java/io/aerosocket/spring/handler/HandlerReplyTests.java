package io.aerosocket.spring.handler;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what handler methods return.
 */
class HandlerReplyTests {

	private static Supplier<@Nullable Object> value = () -> null;

	private final TestConnection connection = new TestConnection();

	@Test
	void plainValues() {
		assertThat(sent(StringHandler.class, () -> "text")).containsExactly("text");
		assertThat(sent(BytesHandler.class, () -> new byte[] { 1 })).containsExactly("01");
		assertThat(sent(BufferHandler.class, () -> ByteBuffer.wrap(new byte[] { 2 }))).containsExactly("02");
		assertThat(sent(MessageHandler.class, () -> Message.text("message"))).containsExactly("message");
		assertThat(sent(PreparedHandler.class, () -> PreparedMessage.binary(new byte[] { 3 })))
			.containsExactly("prepared 03");
	}

	@Test
	void nullSendsNothing() {
		for (Class<?> type : List.of(StringHandler.class, BytesHandler.class, BufferHandler.class, MessageHandler.class,
				PreparedHandler.class, PersonHandler.class, ObjectHandler.class, StageHandler.class, MonoHandler.class,
				FluxHandler.class, VoidHandler.class)) {
			assertThat(sent(type, () -> null)).as(type.getSimpleName()).isEmpty();
		}
	}

	@Test
	void objectsAreSentAsJson() {
		assertThat(sent(PersonHandler.class, () -> new Person("ada"))).containsExactly("{\"name\":\"ada\"}");
		assertThat(sent(MapHandler.class, () -> Map.of("a", 1))).containsExactly("{\"a\":1}");
	}

	@Test
	void objectIsSentAsWhatItIs() {
		assertThat(sent(ObjectHandler.class, () -> "text")).containsExactly("text");
		assertThat(sent(ObjectHandler.class, () -> new byte[] { 1 })).containsExactly("01");
		assertThat(sent(ObjectHandler.class, () -> new Person("ada"))).containsExactly("{\"name\":\"ada\"}");
		assertThat(sent(ObjectHandler.class, () -> Flux.just("a", "b"))).containsExactly("a", "b");
	}

	@Test
	void completedStageIsSentAtOnce() {
		assertThat(sent(StageHandler.class, () -> CompletableFuture.completedFuture("now"))).containsExactly("now");
		assertThat(sent(StageHandler.class, () -> CompletableFuture.completedFuture(null))).isEmpty();
	}

	@Test
	void minimalStageIsSent() {
		value = () -> CompletableFuture.completedStage("minimal");
		CompletionStage<?> stage = call(StageHandler.class);
		assertThat(stage).isNotNull();
		stage.toCompletableFuture().join();
		assertThat(this.connection.sent).containsExactly("minimal");
	}

	@Test
	void laterStageIsWaitedFor() {
		CompletableFuture<String> later = new CompletableFuture<>();
		value = () -> later;
		CompletionStage<?> stage = call(StageHandler.class);
		assertThat(stage).isNotNull();
		assertThat(this.connection.sent).isEmpty();
		later.complete("later");
		stage.toCompletableFuture().join();
		assertThat(this.connection.sent).containsExactly("later");
	}

	@Test
	void failedStageFailsTheCall() {
		IllegalStateException failure = new IllegalStateException("no");
		value = () -> CompletableFuture.failedFuture(failure);
		assertThat(call(StageHandler.class).toCompletableFuture()).failsWithin(java.time.Duration.ofSeconds(1))
			.withThrowableOfType(java.util.concurrent.ExecutionException.class)
			.withCause(failure);
	}

	@Test
	void monoSendsOne() {
		assertThat(sent(MonoHandler.class, () -> Mono.just(new Person("ada")))).containsExactly("{\"name\":\"ada\"}");
		assertThat(sent(MonoHandler.class, Mono::empty)).isEmpty();
	}

	@Test
	void laterMonoIsWaitedFor() {
		Sinks.One<Person> later = Sinks.one();
		value = later::asMono;
		CompletionStage<?> stage = call(MonoHandler.class);
		assertThat(stage.toCompletableFuture()).isNotDone();
		later.tryEmitValue(new Person("ada"));
		assertThat(stage.toCompletableFuture()).isCompleted();
		assertThat(this.connection.sent).containsExactly("{\"name\":\"ada\"}");
	}

	@Test
	void fluxSendsEachElement() {
		assertThat(sent(FluxHandler.class, () -> Flux.just("a", "b", "c"))).containsExactly("a", "b", "c");
		assertThat(sent(PublisherHandler.class, () -> Flux.just(new Person("ada"), new Person("bob"))))
			.containsExactly("{\"name\":\"ada\"}", "{\"name\":\"bob\"}");
		assertThat(sent(FlowHandler.class, () -> JdkFlowAdapter.publisherToFlowPublisher(Flux.just("a", "b"))))
			.containsExactly("a", "b");
	}

	@Test
	void slowPeerSlowsTheFlux() {
		this.connection.slow = true;
		value = () -> Flux.range(0, 1000).map(String::valueOf);
		CompletionStage<?> stage = call(FluxHandler.class);
		assertThat(this.connection.sent).hasSize(StreamSubscriber.WINDOW);
		this.connection.unflushed.get(0).complete(null);
		this.connection.unflushed.get(1).complete(null);
		assertThat(this.connection.sent).hasSize(StreamSubscriber.WINDOW + 2);
		for (int i = 2; i < 1000; i++) {
			this.connection.unflushed.get(i).complete(null);
		}
		assertThat(stage.toCompletableFuture()).isCompleted();
		assertThat(this.connection.sent).hasSize(1000).startsWith("0", "1", "2").endsWith("998", "999");
	}

	@Test
	void fluxIsCancelledWhenTheConnectionEnds() {
		Sinks.Many<String> endless = Sinks.many().unicast().onBackpressureBuffer();
		boolean[] cancelled = new boolean[1];
		value = () -> endless.asFlux().doOnCancel(() -> cancelled[0] = true);
		AeroSocketHandlers handlers = TestHandlers.discover(FluxHandler.class);
		CompletionStage<?> stage = handlers.routes().get(0).handler().onMessage(this.connection, Message.text(""));
		endless.tryEmitNext("a");
		assertThat(stage.toCompletableFuture()).isNotDone();
		this.connection.open = false;
		handlers.listener().closed(this.connection, new CloseReason(CloseCode.GOING_AWAY, "", true));
		assertThat(cancelled[0]).isTrue();
		assertThat(stage.toCompletableFuture()).isCompleted();
		assertThat(this.connection.sent).containsExactly("a");
	}

	@Test
	void fluxOnOpenDoesNotHoldUpMessages() {
		Sinks.Many<String> endless = Sinks.many().unicast().onBackpressureBuffer();
		value = endless::asFlux;
		ConnectionHandler handler = TestHandlers.handler(OpenHandler.class);
		assertThat(handler.onOpen(this.connection)).isNull();
		endless.tryEmitNext("tick");
		assertThat(this.connection.sent).containsExactly("tick");
		endless.tryEmitError(new IllegalStateException("broken"));
		assertThat(this.connection.closes).containsExactly("1011 ");
	}

	@Test
	void faultOfThePeerInFluxOnOpenClosesWithItsCode() {
		value = () -> Flux.error(new MessageConversionException("payload: not what was expected", null));
		assertThat(TestHandlers.handler(OpenHandler.class).onOpen(this.connection)).isNotNull()
			.satisfies((stage) -> assertThat(stage.toCompletableFuture()).isCompletedExceptionally());
		Sinks.Many<String> later = Sinks.many().unicast().onBackpressureBuffer();
		value = later::asFlux;
		assertThat(TestHandlers.handler(OpenHandler.class).onOpen(this.connection)).isNull();
		later.tryEmitError(new MessageConversionException("payload: not what was expected", null));
		assertThat(this.connection.closes).containsExactly("1007 payload: not what was expected");
	}

	@Test
	void monoOnOpenIsWaitedFor() {
		value = () -> Mono.just(new Person("ada"));
		assertThat(TestHandlers.handler(OpenMonoHandler.class).onOpen(this.connection)).isNull();
		assertThat(this.connection.sent).containsExactly("{\"name\":\"ada\"}");
	}

	@Test
	void applicationHandlersComeFirst() {
		HandlerReturnValueHandler own = (type) -> (type.resolve() == Person.class) ? (connection, value) -> {
			connection.sendText("own");
			return null;
		} : null;
		value = () -> Flux.just(new Person("ada"), new Person("bob"));
		TestHandlers.discover((settings) -> settings.returnValueHandlers(List.of(own)), PublisherHandler.class)
			.routes()
			.get(0)
			.handler()
			.onMessage(this.connection, Message.text(""));
		assertThat(this.connection.sent).containsExactly("own", "own");
	}

	private List<String> sent(Class<?> type, Supplier<@Nullable Object> returned) {
		this.connection.sent.clear();
		value = returned;
		assertThat(call(type)).isNull();
		return this.connection.sent;
	}

	private @Nullable CompletionStage<?> call(Class<?> type) {
		return TestHandlers.handler(type).onMessage(this.connection, Message.text(""));
	}

	@SuppressWarnings("unchecked")
	private static <T> T value() {
		return (T) value.get();
	}

	record Person(String name) {

	}

	@AeroSocketHandler("/test")
	public static class StringHandler {

		@OnMessage
		public String on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class BytesHandler {

		@OnMessage
		public byte[] on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class BufferHandler {

		@OnMessage
		public ByteBuffer on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class MessageHandler {

		@OnMessage
		public Message on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class PreparedHandler {

		@OnMessage
		public PreparedMessage on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class PersonHandler {

		@OnMessage
		public Person on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class MapHandler {

		@OnMessage
		public Map<String, Integer> on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class ObjectHandler {

		@OnMessage
		public Object on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class VoidHandler {

		@OnMessage
		public void on() {
		}

	}

	@AeroSocketHandler("/test")
	public static class StageHandler {

		@OnMessage
		public CompletionStage<String> on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class MonoHandler {

		@OnMessage
		public Mono<Person> on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class FluxHandler {

		@OnMessage
		public Flux<String> on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class PublisherHandler {

		@OnMessage
		public Publisher<Person> on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class FlowHandler {

		@OnMessage
		public Flow.Publisher<String> on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class OpenHandler {

		@OnOpen
		public Flux<String> on() {
			return value();
		}

	}

	@AeroSocketHandler("/test")
	public static class OpenMonoHandler {

		@OnOpen
		public Mono<Person> on() {
			return value();
		}

	}

}
