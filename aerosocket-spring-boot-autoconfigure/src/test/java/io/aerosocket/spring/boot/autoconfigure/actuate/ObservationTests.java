package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration;
import io.aerosocket.spring.boot.autoconfigure.TestClient;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerEvent;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.observation.AeroSocketHandshakeObservationContext;
import io.aerosocket.spring.observation.AeroSocketHandshakeObservationConvention;
import io.aerosocket.spring.observation.AeroSocketMessageObservationContext;
import io.aerosocket.spring.observation.AeroSocketMessageObservationConvention;
import io.aerosocket.spring.observation.AeroSocketObservation;
import io.aerosocket.spring.observation.HandshakeObservations;
import io.aerosocket.spring.observation.MessageObservations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * Observations without tracing: what is observed, what it is called, and when nothing is.
 */
class ObservationTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class,
				AeroSocketObservationAutoConfiguration.class))
		.withClassLoader(new FilteredClassLoader("io.micrometer.tracing"))
		.withBean(ObservedHandler.class)
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1");

	private final ApplicationContextRunner observed = this.contextRunner.withBean(ObservationRegistry.class,
			() -> this.registry);

	@Test
	void handshakesAndMessagesAreObserved() {
		this.observed.withPropertyValues("aerosocket.server.observations.message-sampling=1.0").run((context) -> {
			TestClient client = TestClient.connect(context.getBean(AeroServer.class).port(), "/observed/1");
			assertThat(client.send("later").receive()).isEqualTo("inside aerosocket.message");
			await().untilAsserted(() -> observations().hasObservationWithNameEqualTo("aerosocket.message")
				.that()
				.hasContextualNameEqualTo("message /observed/{id}")
				.hasLowCardinalityKeyValue("path", "/observed/{id}")
				.hasLowCardinalityKeyValue("type", "text")
				.hasLowCardinalityKeyValue("method", "ObservedHandler.on")
				.hasLowCardinalityKeyValue("exception", "none")
				.hasHighCardinalityKeyValue("message.size", "5")
				.hasBeenStopped());
			observations().hasObservationWithNameEqualTo("aerosocket.handshake")
				.that()
				.hasContextualNameEqualTo("handshake /observed/{id}")
				.hasLowCardinalityKeyValue("outcome", "accepted")
				.hasHighCardinalityKeyValue("requested.path", "/observed/1")
				.hasBeenStopped();
		});
	}

	@Test
	void aFailureIsObserved() {
		this.observed.withPropertyValues("aerosocket.server.observations.message-sampling=1.0").run((context) -> {
			TestClient client = TestClient.connect(context.getBean(AeroServer.class).port(), "/observed/1");
			assertThat(client.send("fail").receive()).startsWith("close 1011");
			await().untilAsserted(() -> observations().hasObservationWithNameEqualTo("aerosocket.message")
				.that()
				.hasLowCardinalityKeyValue("exception", "IllegalStateException")
				.hasBeenStopped());
		});
	}

	@Test
	void aHandshakeThatAnInterceptorRefusesIsObserved() {
		this.observed
			.withBean(HandshakeInterceptor.class,
					() -> (handshake) -> CompletableFuture.completedFuture(HandshakeDecision.refuse(403, "no")))
			.run((context) -> {
				int port = context.getBean(AeroServer.class).port();
				assertThatThrownBy(() -> TestClient.connect(port, "/observed/1"));
				await().untilAsserted(() -> observations().hasObservationWithNameEqualTo("aerosocket.handshake")
					.that()
					.hasLowCardinalityKeyValue("outcome", "refused")
					.hasBeenStopped());
			});
	}

	@Test
	void conventionsCanBeReplaced() {
		this.observed.withPropertyValues("aerosocket.server.observations.message-sampling=1.0")
			.withBean(AeroSocketHandshakeObservationConvention.class,
					() -> new AeroSocketHandshakeObservationConvention() {

						@Override
						public String getName() {
							return "shop.connect";
						}

						@Override
						public KeyValues getLowCardinalityKeyValues(AeroSocketHandshakeObservationContext context) {
							return KeyValues.of("shop", "1");
						}

					})
			.withBean(AeroSocketMessageObservationConvention.class, () -> new AeroSocketMessageObservationConvention() {

				@Override
				public String getName() {
					return "shop.order";
				}

				@Override
				public KeyValues getLowCardinalityKeyValues(AeroSocketMessageObservationContext context) {
					return KeyValues.of("bytes", Integer.toString(context.getSize()));
				}

			})
			.run((context) -> {
				TestClient client = TestClient.connect(context.getBean(AeroServer.class).port(), "/observed/1");
				assertThat(client.send("later").receive()).isEqualTo("inside shop.order");
				await().untilAsserted(() -> observations().hasObservationWithNameEqualTo("shop.order")
					.that()
					.hasLowCardinalityKeyValue("bytes", "5"));
				observations().hasObservationWithNameEqualTo("shop.connect")
					.that()
					.hasLowCardinalityKeyValue("shop", "1");
			});
	}

	@Test
	void withoutTracingMessagesAreNotObservedUnlessAskedFor() {
		this.observed.run((context) -> {
			TestClient client = TestClient.connect(context.getBean(AeroServer.class).port(), "/observed/1");
			assertThat(client.send("now").receive()).isEqualTo("inside nothing");
			observations().doesNotHaveAnyRemainingCurrentObservation();
			assertThat(this.registry).satisfies((found) -> TestObservationRegistryAssert.assertThat(found)
				.hasNumberOfObservationsWithNameEqualTo("aerosocket.message", 0));
		});
	}

	@Test
	void nothingWithoutRegistryOrWhenDisabled() {
		this.contextRunner.run((context) -> assertThat(context).doesNotHaveBean(HandshakeObservations.class)
			.doesNotHaveBean(MessageObservations.class));
		this.observed.withPropertyValues("aerosocket.server.observations.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(HandshakeObservations.class)
				.doesNotHaveBean(MessageObservations.class));
	}

	@Test
	void methodsAreNotInterceptedWhenNobodyListens() throws Exception {
		Method method = ObservedHandler.class.getMethod("on", String.class);
		assertThat(new MessageObservations(ObservationRegistry.NOOP, null, null, 1).intercepts(method,
				HandlerEvent.MESSAGE))
			.isFalse();
		assertThat(new MessageObservations(this.registry, null, null, 0).intercepts(method, HandlerEvent.MESSAGE))
			.isFalse();
		assertThat(new MessageObservations(this.registry, null, null, 1).intercepts(method, HandlerEvent.MESSAGE))
			.isTrue();
		assertThat(new MessageObservations(this.registry, null, null, 1).intercepts(method, HandlerEvent.OPEN))
			.isFalse();
	}

	@Test
	void theShareOfMessagesIsChecked() {
		this.observed.withPropertyValues("aerosocket.server.observations.message-sampling=10")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("aerosocket.server.observations.message-sampling"));
	}

	@Test
	void documentationNamesEveryKey() throws Exception {
		String page = Files.readString(Path.of("../docs/observability.md"));
		Stream.of(AeroSocketObservation.values())
			.flatMap((observation) -> Stream.concat(Stream.of(observation.getLowCardinalityKeyNames()),
					Stream.of(observation.getHighCardinalityKeyNames())))
			.map(KeyName::asString)
			.forEach((key) -> assertThat(page).contains("`" + key + "`"));
		assertThat(page).contains("`aerosocket.handshake`", "`aerosocket.message`");
	}

	private TestObservationRegistryAssert observations() {
		return TestObservationRegistryAssert.assertThat(this.registry);
	}

	/**
	 * Says what it is called inside of.
	 */
	@AeroSocketHandler("/observed/{id}")
	public static class ObservedHandler {

		private final ObjectProvider<ObservationRegistry> registry;

		ObservedHandler(ObjectProvider<ObservationRegistry> registry) {
			this.registry = registry;
		}

		@OnMessage
		public CompletionStage<String> on(String text) {
			if (text.equals("fail")) {
				return CompletableFuture.failedFuture(new IllegalStateException("as asked"));
			}
			Observation current = this.registry.getObject().getCurrentObservation();
			return CompletableFuture
				.completedFuture("inside " + ((current != null) ? current.getContext().getName() : "nothing"));
		}

	}

}
