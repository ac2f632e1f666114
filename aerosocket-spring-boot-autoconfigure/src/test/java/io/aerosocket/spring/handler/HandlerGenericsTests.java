package io.aerosocket.spring.handler;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.ConnectionHandler.Event;
import io.aerosocket.Execution;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Handlers that inherit their methods from a generic class take and return what they say
 * that its type variables stand for.
 */
class HandlerGenericsTests {

	private final TestConnection connection = new TestConnection();

	@Test
	void variable() {
		assertThat(reply(PlainHandler.class, "{\"name\":\"Ada\"}")).containsExactly("hello Ada");
	}

	@Test
	void variableThatStandsForTypeWithArguments() {
		assertThat(reply(NestedHandler.class, "[{\"name\":\"Ada\"}]")).containsExactly("hello Ada");
	}

	@ParameterizedTest
	@ValueSource(classes = { ListHandler.class, WildcardHandler.class, ArrayHandler.class, ListArrayHandler.class })
	void variableWithinAnotherType(Class<?> type) {
		String person = "{\"name\":\"Ada\"}";
		String payload = (type == ListArrayHandler.class) ? "[[" + person + "]]" : "[" + person + "]";
		assertThat(reply(type, payload)).containsExactly("first Ada");
	}

	@Test
	void variableWithinMap() {
		assertThat(reply(MapHandler.class, "{\"a\":[{\"name\":\"Ada\"}]}")).containsExactly("mapped Ada");
	}

	@Test
	void variableThatStandsForText() {
		assertThat(reply(TextHandler.class, "Ada")).containsExactly("hello Ada");
	}

	@Test
	void constraintsAreThoseOfTheType() {
		CompletionStage<?> stage = TestHandlers.handler(PlainHandler.class)
			.onMessage(this.connection, Message.text("{\"name\":\"\"}"));
		assertThat(stage).isNotNull();
		assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
	}

	@Test
	void streamOfVariable() {
		ConnectionHandler handler = TestHandlers.handler(StreamHandler.class);
		handler.onOpen(this.connection);
		handler.onMessage(this.connection, Message.text("{\"name\":\"Ada\"}"));
		handler.onClose(this.connection, new CloseReason(CloseCode.NORMAL, "", false));
		assertThat(StreamHandler.names).containsExactly("Ada");
	}

	@Test
	void returnedVariableSaysWhereTheMethodRuns() {
		ConnectionHandler handler = TestHandlers.handler(StageHandler.class);
		assertThat(handler.execution(Event.TEXT)).isEqualTo(Execution.EVENT_LOOP);
		handler.onMessage(this.connection, Message.text("x"));
		assertThat(this.connection.sent).containsExactly("later");
	}

	@Test
	void errorVariableSaysWhichErrorsTheMethodIsFor() {
		ConnectionHandler handler = TestHandlers.handler(IoErrorHandler.class);
		assertThat(handler.onError(this.connection, new IOException())).isNull();
		assertThat(handler.onError(this.connection, new IllegalStateException()).toCompletableFuture())
			.isCompletedExceptionally();
		assertThat(this.connection.sent).containsExactly("error");
	}

	@ParameterizedTest
	@ValueSource(classes = { RawHandler.class, RawListHandler.class, OwnVariableHandler.class })
	void variableThatStandsForNothingIsRefused(Class<?> type) {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> TestHandlers.discover(type))
			.withMessageContaining("nothing says what the type variable in the payload's type")
			.withMessageContaining("extend the generic class with a type");
	}

	@Test
	void boundOfVariableIsTakenWhereNothingElseIsKnown() {
		assertThat(reply(BoundHandler.class, "{\"name\":\"Ada\"}")).containsExactly("bound Ada");
	}

	private List<String> reply(Class<?> type, String text) {
		ConnectionHandler handler = TestHandlers.handler(type);
		assertThat(handler.onMessage(this.connection, Message.text(text))).isNull();
		return this.connection.sent;
	}

	record Person(@NotBlank String name) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	public abstract static class Base<T> {

		@OnMessage
		public String on(@Valid T payload) {
			return "hello " + name(payload);
		}

		String name(T payload) {
			return payload.toString();
		}

	}

	@AeroSocketHandler("/test")
	public static class PlainHandler extends Base<Person> {

		@Override
		String name(Person payload) {
			return payload.name();
		}

	}

	public abstract static class Unchecked<T> {

		@OnMessage
		public String on(T payload) {
			return "hello " + name(payload);
		}

		abstract String name(T payload);

	}

	@AeroSocketHandler("/test")
	public static class NestedHandler extends Unchecked<List<Person>> {

		@Override
		String name(List<Person> payload) {
			return payload.get(0).name();
		}

	}

	@AeroSocketHandler("/test")
	public static class TextHandler extends Unchecked<String> {

		@Override
		String name(String payload) {
			return payload;
		}

	}

	@AeroSocketHandler("/test")
	@SuppressWarnings("rawtypes")
	public static class RawHandler extends Unchecked {

		@Override
		String name(Object payload) {
			return "";
		}

	}

	public abstract static class ListBase<T> {

		@OnMessage
		public String on(List<T> payload) {
			return "first " + name(payload.get(0));
		}

		abstract String name(T element);

	}

	@AeroSocketHandler("/test")
	public static class ListHandler extends ListBase<Person> {

		@Override
		String name(Person element) {
			return element.name();
		}

	}

	@AeroSocketHandler("/test")
	@SuppressWarnings("rawtypes")
	public static class RawListHandler extends ListBase {

		@Override
		String name(Object element) {
			return "";
		}

	}

	public abstract static class WildcardBase<T> {

		@OnMessage
		public String on(List<? extends T> payload) {
			return "first " + name(payload.get(0));
		}

		abstract String name(T element);

	}

	@AeroSocketHandler("/test")
	public static class WildcardHandler extends WildcardBase<Person> {

		@Override
		String name(Person element) {
			return element.name();
		}

	}

	public abstract static class ArrayBase<T> {

		@OnMessage
		public String on(T[] payload) {
			return "first " + name(payload[0]);
		}

		abstract String name(T element);

	}

	@AeroSocketHandler("/test")
	public static class ArrayHandler extends ArrayBase<Person> {

		@Override
		String name(Person element) {
			return element.name();
		}

	}

	public abstract static class ListArrayBase<T> {

		@OnMessage
		public String on(List<T>[] payload) {
			return "first " + name(payload[0].get(0));
		}

		abstract String name(T element);

	}

	@AeroSocketHandler("/test")
	public static class ListArrayHandler extends ListArrayBase<Person> {

		@Override
		String name(Person element) {
			return element.name();
		}

	}

	public abstract static class MapBase<K, V> {

		@OnMessage
		public String on(Map<K, List<V>> payload) {
			return "mapped " + name(payload.values().iterator().next().get(0));
		}

		abstract String name(V element);

	}

	@AeroSocketHandler("/test")
	public static class MapHandler extends MapBase<String, Person> {

		@Override
		String name(Person element) {
			return element.name();
		}

	}

	public abstract static class StreamBase<T> {

		@OnMessage
		public void on(Flux<T> payloads) {
			payloads.subscribe(this::take);
		}

		abstract void take(T payload);

	}

	@AeroSocketHandler("/test")
	public static class StreamHandler extends StreamBase<Person> {

		static final List<String> names = new ArrayList<>();

		@Override
		void take(Person payload) {
			names.add(payload.name());
		}

	}

	public abstract static class ReplyBase<R> {

		@OnMessage
		public R on(String text) {
			return reply();
		}

		abstract R reply();

	}

	@AeroSocketHandler("/test")
	public static class StageHandler extends ReplyBase<CompletionStage<String>> {

		@Override
		CompletionStage<String> reply() {
			return CompletableFuture.completedFuture("later");
		}

	}

	public abstract static class ErrorBase<E extends Exception> {

		@OnMessage
		public void on(String text) {
		}

		@OnError
		public String error(E error) {
			return "error";
		}

	}

	@AeroSocketHandler("/test")
	public static class IoErrorHandler extends ErrorBase<IOException> {

	}

	@AeroSocketHandler("/test")
	public static class OwnVariableHandler {

		@OnMessage
		public <M> void on(M payload) {
		}

	}

	@AeroSocketHandler("/test")
	public static class BoundHandler {

		@OnMessage
		public <M extends Person> String on(M payload) {
			return "bound " + payload.name();
		}

	}

}
