package io.aerosocket.spring.handler;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.web.bind.annotation.PathVariable;
import reactor.core.publisher.Flux;

import io.aerosocket.Connection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlerAotProcessor}.
 */
class HandlerAotProcessorTests {

	@Test
	void annotatedMethodsCanBeCalled() throws Exception {
		RuntimeHints hints = process(PriceHandler.class);
		for (String method : List.of("open", "price", "history", "any", "failed")) {
			assertThat(hints).as(method)
				.matches(RuntimeHintsPredicates.reflection().onMethodInvocation(PriceHandler.class, method));
		}
		assertThat(hints).matches(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(PriceHandler.class.getDeclaredMethod("unused", Unused.class))
			.negate());
	}

	@Test
	void payloadsCanBeReadAndWritten() {
		RuntimeHints hints = process(PriceHandler.class);
		for (Class<?> type : List.of(Query.class, Filter.class, Price.class, Row.class, Cell.class, Welcome.class,
				Buy.class, Sell.class)) {
			assertThat(hints).as(type.getSimpleName()).matches(binds(type));
		}
		assertThat(hints).matches(binds(Unused.class).negate());
	}

	@Test
	void infrastructureIsNoPayload() {
		RuntimeHints hints = process(PriceHandler.class);
		for (Class<?> type : List.of(Connection.class, Flux.class, IllegalStateException.class)) {
			assertThat(hints.reflection().getTypeHint(type)).as(type.getSimpleName()).isNull();
		}
	}

	@Test
	void payloadOfGenericClassIsFound() {
		assertThat(process(GenericHandler.class)).matches(binds(Query.class))
			.matches(RuntimeHintsPredicates.reflection().onMethodInvocation(Base.class, "on"));
	}

	@Test
	void methodsOfInterfacesCanBeCalledThroughProxies() {
		assertThat(process(ContractHandler.class))
			.matches(RuntimeHintsPredicates.reflection().onMethodInvocation(Contract.class, "on"))
			.matches(RuntimeHintsPredicates.reflection().onMethodInvocation(ContractHandler.class, "on"));
	}

	private static Predicate<RuntimeHints> binds(Class<?> type) {
		return RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
	}

	private static RuntimeHints process(Class<?> handler) {
		GenericApplicationContext context = new GenericApplicationContext();
		new AnnotatedBeanDefinitionReader(context).register(handler);
		TestGenerationContext generation = new TestGenerationContext();
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		return generation.getRuntimeHints();
	}

	record Query(Filter filter) {

	}

	record Filter(String symbol) {

	}

	record Price(double value) {

	}

	record Row(List<Cell> cells) {

	}

	record Cell(int number) {

	}

	record Welcome(String text) {

	}

	record Unused(String text) {

	}

	sealed interface Order permits Buy, Sell {

	}

	record Buy(int amount) implements Order {

	}

	record Sell(int amount) implements Order {

	}

	@AeroSocketHandler("/prices/{market}")
	static class PriceHandler {

		@OnOpen
		CompletionStage<Welcome> open(Connection connection) {
			return CompletableFuture.completedFuture(null);
		}

		@OnMessage
		Map<String, Price> price(Query query, @PathVariable String market) {
			return Map.of();
		}

		@OnMessage
		Flux<Row> history(byte[] range) {
			return Flux.empty();
		}

		@OnMessage
		void any(Order[] orders) {
		}

		@OnError
		void failed(IllegalStateException error) {
		}

		void unused(Unused payload) {
		}

	}

	abstract static class Base<T> {

		@OnMessage
		void on(T payload) {
		}

	}

	@AeroSocketHandler("/generic")
	static class GenericHandler extends Base<Query> {

	}

	interface Contract {

		String on(String text);

	}

	@AeroSocketHandler("/contract")
	static class ContractHandler implements Contract {

		@Override
		@OnMessage
		public String on(String text) {
			return text;
		}

	}

}
