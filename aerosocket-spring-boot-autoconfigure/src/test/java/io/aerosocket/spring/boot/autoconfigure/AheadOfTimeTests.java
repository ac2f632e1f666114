package io.aerosocket.spring.boot.autoconfigure;

import java.util.concurrent.CountDownLatch;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.aot.AotDetector;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.annotation.Import;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.SpringProperties;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.javapoet.ClassName;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.event.AeroSocketConnectionOpenedEvent;
import io.aerosocket.spring.handler.AeroSocketAdvice;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.AeroSocketTemplate;
import io.aerosocket.spring.handler.ConnectionScope;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.PayloadValidationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application's context is generated ahead of time, compiled, and serves connections,
 * as it does in a native image.
 */
class AheadOfTimeTests {

	@AfterEach
	void reset() {
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
	}

	@Test
	@CompileWithForkedClassLoader
	void generatedContextServesConnections() {
		TestGenerationContext generation = new TestGenerationContext();
		ClassName initializer = generate(generation);
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			SpringProperties.setFlag(AotDetector.AOT_ENABLED);
			assertThat(AotDetector.useGeneratedArtifacts()).isTrue();
			try (GenericApplicationContext context = context()) {
				initializer(compiled.getInstance(ApplicationContextInitializer.class, initializer.toString()))
					.initialize(context);
				context.refresh();
				talk(context.getBean(AeroServer.class).port());
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

	@Test
	void propertiesCanBeBound() {
		TestGenerationContext generation = new TestGenerationContext();
		generate(generation);
		for (Class<?> type : new Class<?>[] { AeroSocketServerProperties.class,
				AeroSocketServerProperties.Compression.class, AeroSocketServerProperties.Shutdown.class }) {
			assertThat(generation.getRuntimeHints()).as(type.getSimpleName())
				.matches(
						RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]));
		}
	}

	private static ClassName generate(TestGenerationContext generation) {
		GenericApplicationContext context = context();
		new AnnotatedBeanDefinitionReader(context).register(Application.class);
		ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		generation.writeGeneratedContent();
		return initializer;
	}

	private static GenericApplicationContext context() {
		GenericApplicationContext context = new GenericApplicationContext();
		TestPropertyValues
			.of("aerosocket.server.port=0", "aerosocket.server.event-loops=1",
					"aerosocket.server.shutdown.grace-period=1s", "greeting.path=/greet")
			.applyTo(context);
		return context;
	}

	@SuppressWarnings("unchecked")
	private static ApplicationContextInitializer<GenericApplicationContext> initializer(
			ApplicationContextInitializer<?> initializer) {
		return (ApplicationContextInitializer<GenericApplicationContext>) initializer;
	}

	private static void talk(int port) throws InterruptedException {
		try (TestClient client = TestClient.connect(port, "/greet/de")) {
			client.send("{\"name\":\"Ada\"}");
			assertThat(client.receive()).isEqualTo("{\"text\":\"Hello, Ada (de)\"}");
			client.send("{\"name\":\"nobody\"}");
			assertThat(client.receive()).isEqualTo("{\"reason\":\"nobody, after 1\"}");
			client.send("{\"name\":\"\"}");
			assertThat(client.receive()).isEqualTo("{\"reason\":\"1 error\"}");
			client.send(new byte[1]);
			assertThat(client.receive()).isEqualTo("hello everybody");
		}
	}

	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, ValidationAutoConfiguration.class,
			AeroSocketServerAutoConfiguration.class, AeroSocketTemplateAutoConfiguration.class })
	@Import({ GreetingHandler.class, Visit.class, Arrivals.class, Errors.class })
	static class Application {

	}

	@AeroSocketHandler("${greeting.path}/{language}")
	static class GreetingHandler {

		private final Visit visit;

		private final Arrivals arrivals;

		private final AeroSocketTemplate template;

		GreetingHandler(Visit visit, Arrivals arrivals, AeroSocketTemplate template) {
			this.visit = visit;
			this.arrivals = arrivals;
			this.template = template;
		}

		@OnMessage
		Greeting greet(@Valid Person person, @PathVariable String language) {
			if (person.name().equals("nobody")) {
				throw new IllegalStateException("nobody, after " + this.visit.greeted);
			}
			this.visit.greeted++;
			return new Greeting("Hello, " + person.name() + " (" + language + ")");
		}

		@OnMessage
		void everybody(byte[] payload) throws InterruptedException {
			this.arrivals.first.await();
			this.template.all().send("hello everybody");
		}

	}

	@Component
	@ConnectionScope
	static class Visit {

		int greeted;

	}

	static class Arrivals {

		private final CountDownLatch first = new CountDownLatch(1);

		@EventListener
		void opened(AeroSocketConnectionOpenedEvent event) {
			this.first.countDown();
		}

	}

	@AeroSocketAdvice
	static class Errors {

		@OnError
		Problem failed(IllegalStateException ex) {
			return new Problem(ex.getMessage());
		}

		@OnError
		Problem invalid(PayloadValidationException ex) {
			return new Problem(ex.errors().getErrorCount() + " error");
		}

	}

	record Person(@NotEmpty String name) {

	}

	record Greeting(String text) {

	}

	record Problem(String reason) {

	}

}
