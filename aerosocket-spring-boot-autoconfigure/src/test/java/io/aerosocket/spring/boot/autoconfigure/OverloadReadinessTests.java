package io.aerosocket.spring.boot.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/**
 * A server that is overloaded: new handshakes get 503, the application refuses traffic,
 * and both end.
 */
class OverloadReadinessTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class,
				ApplicationAvailabilityAutoConfiguration.class))
		.withBean(EchoHandler.class)
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.connection.max=4",
				"aerosocket.server.heartbeat.interval=1s", "aerosocket.server.overload.max-connection-share=0.4",
				"aerosocket.server.overload.after=0s", "aerosocket.server.overload.hold=0s",
				"aerosocket.server.overload.retry-after=7s");

	@Test
	void readinessFollowsTheLoad() {
		this.contextRunner.run((context) -> {
			AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
			WebSocket first = connect(context);
			WebSocket second = connect(context);
			awaitReadiness(context, ReadinessState.REFUSING_TRAFFIC);
			assertThatThrownBy(() -> connect(context)).cause()
				.isInstanceOfSatisfying(WebSocketHandshakeException.class, (ex) -> {
					assertThat(ex.getResponse().statusCode()).isEqualTo(503);
					assertThat(ex.getResponse().headers().firstValueAsLong("Retry-After").orElseThrow()).isBetween(7L,
							11L);
				});
			second.sendText("still served", true).join();
			first.abort();
			second.abort();
			awaitReadiness(context, ReadinessState.ACCEPTING_TRAFFIC);
			connect(context).abort();
		});
	}

	@Test
	void takesBackOnlyWhatItSaidItself() {
		this.contextRunner.run((context) -> {
			WebSocket first = connect(context);
			WebSocket second = connect(context);
			awaitReadiness(context, ReadinessState.REFUSING_TRAFFIC);
			AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
			first.abort();
			second.abort();
			await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
				connect(context).abort();
				return true;
			});
			assertThat(readiness(context)).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		});
	}

	private static void awaitReadiness(ApplicationContext context, ReadinessState expected) {
		await().atMost(Duration.ofSeconds(20)).until(() -> readiness(context) == expected);
	}

	private static ReadinessState readiness(ApplicationContext context) {
		return context.getBean(ApplicationAvailability.class).getReadinessState();
	}

	private static WebSocket connect(ApplicationContext context) {
		return HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + context.getBean(AeroServer.class).port() + "/echo"),
					new WebSocket.Listener() {
					})
			.join();
	}

	@AeroSocketHandler("/echo")
	static class EchoHandler {

		@OnMessage
		String echo(String text) {
			return text;
		}

	}

}
