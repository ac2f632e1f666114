package io.aerosocket.spring.boot.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cloud.context.environment.EnvironmentChangeEvent;
import org.springframework.core.env.MapPropertySource;

import io.aerosocket.server.AeroServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Changes of the environment that Spring Cloud reports.
 */
@ExtendWith(OutputCaptureExtension.class)
class SpringCloudTests {

	private final Map<String, Object> remote = new HashMap<>();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("remote", this.remote)))
		.withConfiguration(
				AutoConfigurations.of(AeroSocketServerAutoConfiguration.class, AeroSocketReloadAutoConfiguration.class))
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1");

	@Test
	void aChangeIsTakenOver(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context).hasNotFailed();
			change(context, "aerosocket.server.connection.max", "5");
			assertThat(context.getBean(AeroServer.class).options().maxConnections()).isEqualTo(5);
			change(context, "aerosocket.server.port", "4711");
			assertThat(output).contains("aerosocket.server.port cannot be changed from 0 to 4711");
		});
	}

	@Test
	void whatIsInvalidLeavesEverythingAsItWas(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			change(context, "aerosocket.server.connection.max", "many");
			assertThat(output).contains("ERROR").contains("aerosocket.server.connection.max");
			assertThat(context.getBean(AeroServer.class).options().maxConnections()).isEqualTo(100_000);
		});
	}

	@Test
	void withoutSpringCloudNobodyListens() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.cloud"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(ConfigurationReload.class)
				.doesNotHaveBean("aeroSocketEnvironmentChangeListener"));
	}

	private void change(AssertableApplicationContext context, String name, String value) {
		this.remote.put(name, value);
		// Boot keeps what it knows of a source as long as that is the same one.
		context.getEnvironment()
			.getPropertySources()
			.replace("remote", new MapPropertySource("remote", Map.copyOf(this.remote)));
		context.publishEvent(new EnvironmentChangeEvent(context.getSourceApplicationContext(), Set.of(name)));
	}

}
