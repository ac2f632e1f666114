package io.aerosocket.spring.boot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnknownPropertiesCheck}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertiesCheckTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1");

	@ParameterizedTest
	@CsvSource({ "aerosocket.server.prot, aerosocket.server.port",
			"aerosocket.server.adress, aerosocket.server.address", "aerosocket.sever.port, aerosocket.server.port",
			"aerosocket.server.max-message-size, aerosocket.server.message.max-size",
			"aerosocket.server.heartbeat.intervall, aerosocket.server.heartbeat.interval",
			"aerosocket.server.bundle, aerosocket.server.ssl.bundle",
			"aerosocket.server.allowed-origin[0], aerosocket.server.allowed-origins" })
	void misspeltPropertyStopsTheStart(String written, String meant) {
		this.contextRunner.withPropertyValues(written + "=s3cret").run((context) -> {
			List<UnknownPropertyException.Unknown> unknown = unknown(context.getStartupFailure());
			assertThat(unknown).extracting(UnknownPropertyException.Unknown::name).containsExactly(written);
			assertThat(unknown.get(0).similar()).contains(meant);
			assertThat(unknown.get(0).origin()).contains(written, "property source").doesNotContain("s3cret", "@");
		});
	}

	@Test
	void propertyBelowOneOfOursStopsTheStartAlsoWhenNothingIsNear() {
		this.contextRunner.withPropertyValues("aerosocket.server.something-quite-different=1")
			.run((context) -> assertThat(unknown(context.getStartupFailure()).get(0).similar()).isEmpty());
	}

	@Test
	void allMisspeltPropertiesAreNamedAtOnce() {
		this.contextRunner.withPropertyValues("aerosocket.server.prot=1", "aerosocket.server.adress=1")
			.run((context) -> assertThat(unknown(context.getStartupFailure())).hasSize(2));
	}

	@ParameterizedTest
	@ValueSource(strings = { "aerosocket.server.backlog", "aerosocket.server.message.maxFragments",
			"aerosocket.server.message.max_fragments", "aerosocket.server.inbound.max-pending-messages" })
	void spellingsThatBootBindsAreAccepted(String name) {
		this.contextRunner.withPropertyValues(name + "=1").run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "aerosocket.server.allowed-origins[0]=https://example.org",
			"aerosocket.server.subprotocols[1]=b", "aerosocket.server.message=" })
	void listsAndGroupsAreAccepted(String property) {
		this.contextRunner.withPropertyValues("aerosocket.server.subprotocols[0]=a", property)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void otherNamespaceIsWarnedOf(CapturedOutput output) {
		this.contextRunner.withPropertyValues("aerosocket.dashboards.colour=blue").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("There is no property 'aerosocket.dashboards.colour'");
		});
	}

	@Test
	void propertiesOfTheApplicationAreAccepted(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(OwnProperties.class)
			.withPropertyValues("aerosocket.own.colour=blue")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).doesNotContain("There is no property");
			});
	}

	@Test
	void misspeltVariableIsWarnedOf(CapturedOutput output) {
		withVariables(Map.of("AEROSOCKET_SERVER_PROT", "1")).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("The environment variable AEROSOCKET_SERVER_PROT sets no property")
				.contains("Did you mean AEROSOCKET_SERVER_PORT?");
		});
	}

	@Test
	void variablesThatBootBindsAreAccepted(CapturedOutput output) {
		withVariables(Map.of("AEROSOCKET_SERVER_MESSAGE_MAXFRAGMENTS", "7", "AEROSOCKET_SERVER_MESSAGE_MAX_SIZE", "1KB",
				"AEROSOCKET_SERVER_ALLOWEDORIGINS_0", "https://example.org"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(AeroSocketServerProperties.class).message().maxFragments()).isEqualTo(7);
				assertThat(output).doesNotContain("sets no property");
			});
	}

	@Test
	void variablesOfKubernetesServicesAreLeftAlone(CapturedOutput output) {
		withVariables(Map.of("AEROSOCKET_CHAT_SERVICE_HOST", "10.0.0.1", "AEROSOCKET_CHAT_PORT_80_TCP_PROTO", "tcp"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).doesNotContain("sets no property");
			});
	}

	@Test
	void everyPropertyOfTheMetadataIsKnown() {
		KnownProperties known = new KnownProperties();
		assertThat(ConfigurationPage.properties().keySet()).filteredOn((name) -> name.startsWith("aerosocket."))
			.isNotEmpty()
			.allSatisfy((name) -> assertThat(known.names()).as("Add its class, or itself, to KnownProperties")
				.anyMatch((each) -> each.equals(name) || each.startsWith(name + ".*")));
	}

	private ApplicationContextRunner withVariables(Map<String, Object> variables) {
		return this.contextRunner.withInitializer((context) -> context.getEnvironment()
			.getPropertySources()
			.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment", new LinkedHashMap<>(variables))));
	}

	private static List<UnknownPropertyException.Unknown> unknown(Throwable failure) {
		assertThat(failure).isInstanceOf(UnknownPropertyException.class);
		return ((UnknownPropertyException) failure).properties();
	}

	@ConfigurationProperties("aerosocket.own")
	record Own(String colour) {

	}

	@EnableConfigurationProperties(Own.class)
	static class OwnProperties {

	}

}
