package io.aerosocket.spring.boot.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;

import io.aerosocket.server.AeroServer;
import io.aerosocket.server.AeroServerCustomizer;
import io.aerosocket.server.ServerOptions;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The server's properties change while it runs, or nothing does and it is said why.
 */
class AeroSocketSettingsTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
		.withUserConfiguration(EchoHandler.class, Events.class)
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"aerosocket.server.message.max-fragments=7");

	@Test
	void showsEveryPropertyWithItsValue() {
		this.contextRunner.run((context) -> {
			Map<String, AeroSocketSetting> all = context.getBean(AeroSocketSettings.class).all();
			Set<String> known = new KnownProperties().names();
			assertThat(all.keySet()).allMatch((name) -> known.contains(name) || name.contains("["))
				.containsAll(known.stream()
					.filter((name) -> name.startsWith("aerosocket.server.") && !name.contains("*"))
					.toList());
			assertThat(all.get("aerosocket.server.message.max-fragments"))
				.isEqualTo(new AeroSocketSetting("aerosocket.server.message.max-fragments", "7", false, null));
			assertThat(all.get("aerosocket.server.message.max-size").value()).isEqualTo("256KB");
			assertThat(all.get("aerosocket.server.heartbeat.interval").value()).isEqualTo("25s");
			assertThat(all.get("aerosocket.server.transport").fixedBecause()).contains("event loops");
		});
	}

	@Test
	void aChangeHoldsForOpenConnections() {
		run((context) -> {
			try (TestClient client = TestClient.connect(server(context).port(), "/echo")) {
				assertThat(client.send("x".repeat(2000)).receive()).hasSize(2000);
				assertThat(change(context, "aerosocket.server.message.max-size", "1KB"))
					.containsExactly(new AeroSocketSettingChange("aerosocket.server.message.max-size", "256KB", "1KB"));
				assertThat(client.send("still here").receive()).isEqualTo("still here");
				assertThat(client.send("x".repeat(2000)).receive()).startsWith("close 1009");
			}
			assertThat(context.getEnvironment().getProperty("aerosocket.server.message.max-size")).isEqualTo("1KB");
			assertThat(settings(context).properties().message().maxSize().toBytes()).isEqualTo(1024);
			assertThat(settings(context).all().get("aerosocket.server.message.max-size").overridden()).isTrue();
			assertThat(context.getBean(Events.class).changes)
				.containsExactly("tests [aerosocket.server.message.max-size: 256KB -> 1KB]");
		});
	}

	@Test
	void aChangeIsTakenBack() {
		run((context) -> {
			change(context, "aerosocket.server.message.max-fragments", "9");
			change(context, "aerosocket.server.connection.max", "5");
			assertThat(change(context, "aerosocket.server.message.max-fragments", null)).hasSize(1);
			ServerOptions options = server(context).options();
			assertThat(options.connection().maxFragments()).isEqualTo(7);
			assertThat(options.maxConnections()).isEqualTo(5);
			assertThat(settings(context).all().get("aerosocket.server.message.max-fragments").overridden()).isFalse();
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					message.max-size     | huge     | aerosocket.server.message.max-size     | Write a size, such as '512B', '64KB' or '1MB'
					message.max-size     | 0B       | aerosocket.server.message.max-size     | It must be 1B or more, such as '64KB'
					heartbeat.timeout    | 0        | aerosocket.server.heartbeat.timeout    | It must be more than zero and 365 days at most
					allowed-origins      | x        | aerosocket.server.allowed-origins      | is not an origin
					compression.mode     | perhaps  | aerosocket.server.compression.mode     | Write one of 'off', 'shared', 'dedicated'
					messag.max-size      | 1KB      | aerosocket.server.messag.max-size      | Did you mean aerosocket.server.message.max-size
					message              | 1KB      | aerosocket.server.message              | There is no such property
					Port                 | 1        | aerosocket.server.Port                 | There is no such property
					port                 | 1        | aerosocket.server.port                 | It cannot be changed while the server runs. The listening sockets are bound
					execution.mode       | worker   | aerosocket.server.execution.mode       | Handlers are set up with it
					routing.property     | kind     | aerosocket.server.routing.property     | Handlers are set up with it
					ssl.bundle           | chat     | aerosocket.server.ssl.bundle           | There is no such bundle
					""")
	void whatIsWrongChangesNothing(String name, String value, String refused, String reason) {
		run((context) -> {
			ServerOptions before = server(context).options();
			Map<String, String> values = new HashMap<>(Map.of("aerosocket.server.connection.max", "5"));
			values.put("aerosocket.server." + name, value);
			assertThatExceptionOfType(InvalidAeroSocketSettingsException.class)
				.isThrownBy(() -> settings(context).change(values, "tests"))
				.satisfies((error) -> assertThat(error.problems()).hasEntrySatisfying(refused,
						(problem) -> assertThat(problem).contains(reason)));
			assertThat(server(context).options()).isSameAs(before);
			assertThat(context.getEnvironment().getProperty("aerosocket.server.connection.max")).isNull();
			assertThat(context.getBean(Events.class).changes).isEmpty();
		});
	}

	@Test
	void namesOfOthersAreRefused() {
		run((context) -> assertThatExceptionOfType(InvalidAeroSocketSettingsException.class)
			.isThrownBy(() -> change(context, "spring.application.name", "x")));
	}

	@Test
	void everyPropertyThatCanChangeChangesTheServer() {
		// Whom to believe: without it, what proxies say is of no use, and refused.
		this.contextRunner.withPropertyValues("aerosocket.server.forwarded.trusted-proxies=10.0.0.1").run((context) -> {
			ServerSettings plain = new ServerSettings(context.getBeanProvider(AeroServerCustomizer.class), null);
			settings(context).all()
				.values()
				.stream()
				.filter((setting) -> setting.fixedBecause() == null && !setting.name().contains(".ssl."))
				.forEach((setting) -> assertThat(candidates(setting.value()))
					.as("%s changes nothing: FixedSettings has to say why, or this test another value", setting.name())
					.anyMatch((value) -> changes(context, plain, setting.name(), value)));
		});
	}

	/** Some value of another type cannot be read, and some that can is out of range. */
	private static boolean changes(AssertableApplicationContext context, ServerSettings plain, String name,
			String value) {
		try {
			return !plain.options(with(context, name, value), null).equals(server(context).options());
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

	private static List<String> candidates(String value) {
		return List.of("1" + value, value + "1", "1", "9", "1KB", "64MB", "true", "false", "/health",
				"https://example.org", "0.5", "shared", "drop-oldest", "drop", "3008", "log", "forwarded", "accept",
				"10.0.0.2", "in", "/echo");
	}

	private static AeroSocketServerProperties with(AssertableApplicationContext context, String name, String value) {
		ConfigurableEnvironment environment = context.getEnvironment();
		MutablePropertySources sources = new MutablePropertySources(environment.getPropertySources());
		sources.addFirst(new MapPropertySource("candidate", Map.of(name, value)));
		return new SettingsReader(sources).read();
	}

	@Test
	void aNativeImageCanReadTheValuesToo() {
		RuntimeHints hints = new RuntimeHints();
		new SettingsRuntimeHints().registerHints(hints, null);
		for (Class<?> type : List.of(AeroSocketServerProperties.class, AeroSocketServerProperties.Heartbeat.class)) {
			for (RecordComponent component : type.getRecordComponents()) {
				assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(component.getAccessor()))
					.accepts(hints);
			}
		}
	}

	@Test
	void customizersKeepTheLastWord() {
		this.contextRunner.withUserConfiguration(Customizers.class).run((context) -> {
			change(context, "aerosocket.server.connection.max", "5");
			change(context, "aerosocket.server.message.max-fragments", "9");
			assertThat(server(context).options().maxConnections()).isEqualTo(77);
			assertThat(server(context).options().connection().maxFragments()).isEqualTo(9);
		});
	}

	@Test
	void aServerOfTheApplicationsOwnHasNone() {
		this.contextRunner
			.withBean("own", AeroServer.class,
					() -> AeroServer.builder().port(0).options((options) -> options.eventLoops(1)).build())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AeroSocketSettings.class));
	}

	private void run(ContextConsumer<AssertableApplicationContext> test) {
		this.contextRunner.run((context) -> {
			assertThat(context).hasNotFailed();
			test.accept(context);
		});
	}

	private static List<AeroSocketSettingChange> change(AssertableApplicationContext context, String name,
			String value) {
		Map<String, String> values = new HashMap<>();
		values.put(name, value);
		return settings(context).change(values, "tests");
	}

	private static AeroSocketSettings settings(AssertableApplicationContext context) {
		return context.getBean(AeroSocketSettings.class);
	}

	private static AeroServer server(AssertableApplicationContext context) {
		return context.getBean(AeroServer.class);
	}

	@AeroSocketHandler("/echo")
	static class EchoHandler {

		@OnMessage
		String on(String text) {
			return text;
		}

	}

	static class Events {

		private final List<String> changes = new ArrayList<>();

		@EventListener
		void on(AeroSocketSettingsChangedEvent event) {
			this.changes.add(event.getCause() + " " + event.getChanges());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		AeroServerCustomizer limit() {
			return (builder) -> builder.options((options) -> options.maxConnections(77));
		}

	}

}
