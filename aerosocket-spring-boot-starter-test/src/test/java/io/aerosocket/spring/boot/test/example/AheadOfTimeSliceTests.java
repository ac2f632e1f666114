package io.aerosocket.spring.boot.test.example;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.aot.AotDetector;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.AnnotationConfigRegistry;
import org.springframework.core.SpringProperties;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.aot.TestContextAotGenerator;

import io.aerosocket.spring.boot.test.autoconfigure.AeroSocketTest;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;
import io.aerosocket.spring.boot.test.memory.AeroSocketTestClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A slice's context is generated ahead of time, compiled, and tested, as with Spring
 * Boot's {@code process-test-aot}.
 */
class AheadOfTimeSliceTests {

	@AfterEach
	void reset() {
		SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
	}

	@Test
	@CompileWithForkedClassLoader
	void generatedSliceRuns() {
		TestGenerationContext generation = new TestGenerationContext();
		new TestContextAotGenerator(generation.getGeneratedFiles(), generation.getRuntimeHints())
			.processAheadOfTime(Stream.of(Slice.class));
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			SpringProperties.setFlag(AotDetector.AOT_ENABLED);
			assertThat(AotDetector.useGeneratedArtifacts()).isTrue();
			run();
		});
	}

	private static void run() {
		Slice slice = new Slice();
		TestContextManager manager = new TestContextManager(Slice.class);
		try {
			manager.beforeTestClass();
			manager.prepareTestInstance(slice);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
		assertThat(manager.getTestContext().getApplicationContext()).as("a generated context, which scans nothing")
			.isNotInstanceOf(AnnotationConfigRegistry.class);
		slice.test();
		manager.getTestContext().markApplicationContextDirty(null);
	}

	@AeroSocketTest({ EchoHandler.class, CountingHandler.class })
	static class Slice {

		@Autowired
		AeroSocketTestClient client;

		@Autowired
		AeroSocketTestClock clock;

		void test() {
			this.client.connect("/count").sendText("a").expectText("a 1").sendText("b").expectText("b 2");
			AeroSocketTestConnection connection = this.client.handshake("/echo").user("ada").connect();
			this.clock.advance(Duration.ofMinutes(1));
			connection.expectPing().sendText("here").expectText("here");
			this.client.handshake("/greet/en").expectRefused(404);
		}

	}

}
