package io.aerosocket.spring.boot.autoconfigure;

import java.io.FileNotFoundException;
import java.io.IOException;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Positive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.core.annotation.Order;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketAdvice;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.InvalidHandlerException;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What peers are answered when something fails: by property, by advice and by policy.
 */
@ExtendWith(OutputCaptureExtension.class)
class FaultAnswerTests {

	private static final String CREATE = "{\"type\":\"create\",\"id\":1,";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class,
				JacksonAutoConfiguration.class, ValidationAutoConfiguration.class))
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1");

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					unknown     | error-reply | {"type":"eat","id":1} | {"type":"error","id":1,"code":"unknown-route",
					unknown     | close       | {"type":"eat","id":1} | close 1003 route: one that no method is for
					unknown     | ignore      | {"type":"eat","id":1} | done
					undecodable | error-reply | {"type":"create","id":1,"count":"x"} | {"type":"error","id":1,"code":"undecodable",
					undecodable | close       | {"type":"create","id":1,"count":"x"} | close 1007 payload: not the expected JSON
					undecodable | ignore      | {"type":"create","id":1,"count":"x"} | done
					undecodable | error-reply | {"type"   | {"type":"error","code":"undecodable","message":"payload: not the
					invalid     | error-reply | {"type":"create","id":1,"count":0} | {"type":"error","id":1,"code":"invalid",
					invalid     | close       | {"type":"create","id":1,"count":0} | close 1008 payload: count
					invalid     | ignore      | {"type":"create","id":1,"count":0} | done
					""")
	void propertySaysTheAnswer(String property, String answer, String message, String expected) {
		this.contextRunner.withBean(CreateHandler.class)
			.withPropertyValues("aerosocket.server.routing." + property + "=" + answer)
			.run((context) -> {
				try (TestClient client = connect(context.getBean(AeroServer.class), "/create")) {
					client.send(message).send(CREATE + "\"count\":1}");
					assertThat(client.receive()).startsWith(expected);
					if (!expected.startsWith("close") && !expected.equals("done")) {
						assertThat(client.receive()).isEqualTo("done");
					}
				}
			});
	}

	@Test
	void answerDoesNotDependOnTheFailurePolicy() {
		this.contextRunner.withBean(CreateHandler.class)
			.withPropertyValues("aerosocket.server.failure-policy=log")
			.run((context) -> {
				try (TestClient client = connect(context.getBean(AeroServer.class), "/create")) {
					assertThat(client.send("{").receive()).startsWith("close 1007");
				}
			});
	}

	@Test
	void errorRepliesUseTheNamesOfTheProperties() {
		this.contextRunner.withBean(CreateHandler.class)
			.withPropertyValues("aerosocket.server.routing.property=op", "aerosocket.server.routing.id-property=ref")
			.run((context) -> {
				try (TestClient client = connect(context.getBean(AeroServer.class), "/create")) {
					assertThat(client.send("{\"op\":\"eat\",\"ref\":5}").receive())
						.startsWith("{\"op\":\"error\",\"ref\":5,\"code\"");
				}
			});
	}

	@ParameterizedTest
	@CsvSource({ "log-and-close, close 1011, true", "close, close 1011, false", "log, done, true" })
	void failurePolicyDecidesOnOtherErrors(String policy, String expected, boolean logged, CapturedOutput output) {
		this.contextRunner.withBean(FailingHandler.class)
			.withPropertyValues("aerosocket.server.failure-policy=" + policy)
			.run((context) -> {
				try (TestClient client = connect(context.getBean(AeroServer.class), "/failing")) {
					client.send("other").send("");
					assertThat(client.receive()).isEqualTo(expected);
				}
			});
		assertThat(output.toString().contains("IllegalArgumentException: other")).isEqualTo(logged);
	}

	@Test
	void adviceComesAfterTheHandlersOwnMethods() {
		this.contextRunner.withBean(FailingHandler.class)
			.withBean(SecondAdvice.class)
			.withBean(FirstAdvice.class)
			.run((context) -> {
				try (TestClient client = connect(context.getBean(AeroServer.class), "/failing")) {
					assertThat(client.send("own").receive()).isEqualTo("handler");
					assertThat(client.send("file").receive()).isEqualTo("first file");
					assertThat(client.send("io").receive()).isEqualTo("first io");
					assertThat(client.send("other").receive()).isEqualTo("second");
				}
			});
	}

	@Test
	void adviceIsForThoseItSelects() {
		this.contextRunner.withBean(FailingHandler.class)
			.withBean(CreateHandler.class)
			.withBean(ByPath.class)
			.withBean(ByType.class)
			.withBean(ByPackage.class)
			.withBean(ByAnnotation.class)
			.run((context) -> {
				AeroServer server = context.getBean(AeroServer.class);
				try (TestClient failing = connect(server, "/failing"); TestClient create = connect(server, "/create")) {
					assertThat(failing.send("io").receive()).isEqualTo("by path");
					assertThat(failing.send("other").receive()).isEqualTo("by annotation");
					assertThat(create.send("{\"type\":\"fail\"}").receive()).isEqualTo("by type");
				}
			});
	}

	@Test
	void adviceForAPackageIsForThoseBelowIt() {
		this.contextRunner.withBean(FailingHandler.class)
			.withBean(ByPackage.class)
			.withBean(ByParentPackage.class)
			.run((context) -> {
				try (TestClient client = connect(context.getBean(AeroServer.class), "/failing")) {
					assertThat(client.send("other").receive()).isEqualTo("by parent package");
				}
			});
	}

	@Test
	void adviceThatFailsHidesNoError(CapturedOutput output) {
		this.contextRunner.withBean(FailingHandler.class).withBean(FailingAdvice.class).run((context) -> {
			try (TestClient client = connect(context.getBean(AeroServer.class), "/failing")) {
				assertThat(client.send("other").receive()).isEqualTo("close 1011");
			}
		});
		assertThat(output).contains("java.lang.IllegalStateException: the advice")
			.containsOnlyOnce("Suppressed: java.lang.IllegalArgumentException: other");
	}

	@Test
	void adviceThatIsDeclaredWronglyIsReportedOnce() {
		this.contextRunner.withBean(FailingHandler.class)
			.withBean(CreateHandler.class)
			.withBean(WrongAdvice.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidHandlerException.class, (ex) -> assertThat(ex.problems()).singleElement()
					.satisfies((problem) -> assertThat(problem.bean()).contains("WrongAdvice"))));
	}

	private static TestClient connect(AeroServer server, String path) {
		return TestClient.connect(server.port(), path);
	}

	record Create(@Positive int count) {

	}

	@AeroSocketHandler("/create")
	public static class CreateHandler {

		@OnMessage("create")
		public String create(@Valid Create create) {
			return "done";
		}

		@OnMessage("fail")
		public void fail() {
			throw new IllegalStateException();
		}

	}

	@Deprecated
	@AeroSocketHandler("/failing")
	public static class FailingHandler {

		@OnMessage
		public String on(String text) throws IOException {
			switch (text) {
				case "own" -> throw new UnsupportedOperationException();
				case "file" -> throw new FileNotFoundException();
				case "io" -> throw new IOException();
				case "other" -> throw new IllegalArgumentException("other");
				default -> {
					return "done";
				}
			}
		}

		@OnError
		public String own(UnsupportedOperationException ex) {
			return "handler";
		}

	}

	@Order(1)
	@AeroSocketAdvice
	public static class FirstAdvice {

		@OnError
		public String io(IOException ex) {
			return "first io";
		}

		@OnError
		public String file(FileNotFoundException ex) {
			return "first file";
		}

	}

	@Order(2)
	@AeroSocketAdvice
	public static class SecondAdvice {

		@OnError
		public String all() {
			return "second";
		}

	}

	@AeroSocketAdvice(paths = "/failing/**")
	public static class ByPath {

		@OnError
		public String on(IOException ex) {
			return "by path";
		}

	}

	@AeroSocketAdvice(assignableTypes = CreateHandler.class)
	public static class ByType {

		@OnError
		public String on(IllegalStateException ex) {
			return "by type";
		}

	}

	@AeroSocketAdvice("io.aerosocket.spring.boot.auto")
	public static class ByPackage {

		@OnError
		public String on() {
			return "by package";
		}

	}

	@AeroSocketAdvice(basePackages = "io.aerosocket.spring")
	public static class ByParentPackage {

		@OnError
		public String on() {
			return "by parent package";
		}

	}

	@AeroSocketAdvice(annotations = Deprecated.class)
	public static class ByAnnotation {

		@OnError
		public String on(IllegalArgumentException ex) {
			return "by annotation";
		}

	}

	@AeroSocketAdvice
	public static class FailingAdvice {

		@OnError
		public String on(IllegalArgumentException ex) {
			throw new IllegalStateException("the advice");
		}

	}

	@AeroSocketAdvice
	public static class WrongAdvice {

		@OnError
		public void on(Runnable what) {
		}

	}

}
