package io.aerosocket.spring.boot.test.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.TestJson;
import io.aerosocket.spring.boot.test.client.WireFactory;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for an {@link AeroSocketTestClient}
 * that knows the application's server, wherever that listens.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
		"io.aerosocket.spring.boot.autoconfigure.AeroSocketServerAutoConfiguration" })
@ConditionalOnClass(AeroServer.class)
public final class AeroSocketTestClientAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TestUsers aeroSocketTestUsers() {
		return new TestUsers();
	}

	@Bean
	@ConditionalOnMissingBean
	AeroSocketTestClient aeroSocketTestClient(ObjectProvider<WireFactory> wires, ObjectProvider<AeroServer> server,
			ObjectProvider<TestJson> json, TestUsers users) {
		AeroSocketTestClient client = AeroSocketTestClient
			.over(wires.getIfAvailable(() -> new ServerWires(server::getIfAvailable)))
			.withUsers(users::field);
		TestJson available = json.getIfAvailable();
		return (available != null) ? client.withJson(available) : client;
	}

	/**
	 * Objects as JSON, the way the application has it.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class JacksonConfiguration {

		@Bean
		@ConditionalOnMissingBean
		TestJson aeroSocketTestJson(ObjectProvider<JsonMapper> mapper) {
			return TestJson.jackson(mapper.getIfAvailable(JsonMapper::shared));
		}

	}

}
