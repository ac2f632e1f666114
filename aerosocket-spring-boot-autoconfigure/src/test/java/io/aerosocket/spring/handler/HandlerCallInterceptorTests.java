package io.aerosocket.spring.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;

class HandlerCallInterceptorTests {

	private final List<String> calls = new ArrayList<>();

	private final TestConnection connection = new TestConnection();

	@Test
	void theFirstIsOutermost() {
		send(handler(named("first"), named("second")), "x");
		assertThat(this.calls).containsExactly("first before", "second before", "second after", "first after");
		assertThat(this.connection.sent).containsExactly("said x");
	}

	@Test
	void sees() throws Exception {
		ConnectionHandler handler = handler((call) -> {
			this.calls
				.add(call.event() + " " + call.method().getName() + " " + call.handler().getClass().getSimpleName()
						+ " " + call.arguments().length + " " + (call.connection() == this.connection) + " "
						+ ((call.cause() != null) ? call.cause().getClass().getSimpleName() : null));
			return call.proceed();
		});
		handler.onOpen(this.connection);
		send(handler, "x");
		handler.onError(this.connection, new IllegalStateException());
		handler.onClose(this.connection, new CloseReason(CloseCode.NORMAL, "", true));
		assertThat(this.calls).hasSize(4);
		assertThat(this.calls.get(0)).isEqualTo("OPEN open Talkative 0 true null");
		assertThat(this.calls.get(1)).startsWith("MESSAGE say Talkative 1 true ");
		assertThat(this.calls.get(2)).isEqualTo("ERROR error Talkative 1 true IllegalStateException");
		assertThat(this.calls.get(3)).isEqualTo("CLOSE close Talkative 0 true CloseReason");
	}

	@Test
	void returnsWithoutCallingTheMethod() {
		send(handler((call) -> null), "x");
		assertThat(this.connection.sent).isEmpty();
	}

	@Test
	void changesArgumentsAndResult() {
		send(handler((call) -> {
			call.arguments()[0] = "y";
			return call.proceed() + "!";
		}), "x");
		assertThat(this.connection.sent).containsExactly("said y!");
	}

	@Test
	void callsTheMethodAgain() {
		send(handler((call) -> {
			call.proceed();
			return call.proceed();
		}, named("inner")), "x");
		assertThat(this.calls).containsExactly("inner before", "inner after", "inner before", "inner after");
	}

	@Test
	void throwsAsTheMethodWould() {
		assertThat(send(handler((call) -> {
			throw new IllegalArgumentException("refused");
		}), "x")).isNotNull().satisfies((stage) -> assertThat(stage.toCompletableFuture()).isCompletedExceptionally());
		assertThat(this.connection.sent).isEmpty();
	}

	@Test
	void aResultOfAnotherTypeIsAnError() {
		assertThat(send(handler((call) -> 7), "x")).isNotNull()
			.satisfies((stage) -> assertThat(stage.toCompletableFuture()).failsWithin(java.time.Duration.ZERO)
				.withThrowableThat()
				.withMessageContaining(
						"result of the interceptors of String say(String): a java.lang.Integer (expected: java.lang.String)"));
	}

	@Test
	void choosesItsMethods() {
		HandlerCallInterceptor onlyOpen = new HandlerCallInterceptor() {

			@Override
			public @Nullable Object intercept(HandlerCall call) throws Throwable {
				HandlerCallInterceptorTests.this.calls.add(call.method().getName());
				return call.proceed();
			}

			@Override
			public boolean intercepts(Method method, HandlerEvent event) {
				return event == HandlerEvent.OPEN;
			}

		};
		ConnectionHandler handler = handler(onlyOpen);
		handler.onOpen(this.connection);
		send(handler, "x");
		assertThat(this.calls).containsExactly("open");
	}

	@Test
	void nothingIsBoundToThreadsUnlessAskedFor() {
		assertThat(CallBindings.of(HandlerSettings.builder().build(), false)).isNull();
		assertThat(CallBindings.of(HandlerSettings.builder().build(), true)).isInstanceOf(CurrentConnection.class);
	}

	private HandlerCallInterceptor named(String name) {
		return (call) -> {
			this.calls.add(name + " before");
			Object result = call.proceed();
			this.calls.add(name + " after");
			return result;
		};
	}

	private ConnectionHandler handler(HandlerCallInterceptor... interceptors) {
		return TestHandlers.discover((settings) -> settings.interceptors(List.of(interceptors)), Talkative.class)
			.routes()
			.get(0)
			.handler();
	}

	private @Nullable CompletionStage<?> send(ConnectionHandler handler, String text) {
		return handler.onMessage(this.connection, Message.text(text));
	}

	@AeroSocketHandler("/talk")
	static class Talkative {

		@OnOpen
		void open() {
		}

		@OnMessage
		String say(String text) {
			return "said " + text;
		}

		@OnError
		void error(IllegalStateException error) {
		}

		@OnClose
		void close() {
		}

	}

}
