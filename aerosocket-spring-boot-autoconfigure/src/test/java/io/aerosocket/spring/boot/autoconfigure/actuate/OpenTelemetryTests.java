package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import io.micrometer.tracing.Tracer;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import io.aerosocket.Connection;
import io.aerosocket.Message;
import io.aerosocket.server.AeroServer;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.observation.MessageHeadersExtractor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Boot's starter for OpenTelemetry sends spans and metrics of a server to a receiver that
 * is not ours.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenTelemetryTests {

	private static final Duration DEADLINE = Duration.ofSeconds(20);

	private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

	private static final String PARENT = "00f067aa0ba902b7";

	private static final String OTHER_TRACE = "0af7651916cd43dd8448eb211c80319c";

	private static final String OTHER_PARENT = "b7ad6b7169203331";

	private OtlpReceiver receiver;

	private ConfigurableApplicationContext context;

	private final List<String> answers = new ArrayList<>();

	@BeforeAll
	void talk() throws Exception {
		this.receiver = OtlpReceiver.start();
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("aerosocket.server.port=0", "aerosocket.server.observations.message-sampling=1.0",
					"management.tracing.sampling.probability=1.0", "management.otlp.metrics.export.step=1s",
					"management.opentelemetry.tracing.export.otlp.endpoint=" + this.receiver.url("/v1/traces"),
					"management.otlp.metrics.export.url=" + this.receiver.url("/v1/metrics"))
			.run();
		BlockingQueue<String> received = new LinkedBlockingQueue<>();
		WebSocket socket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.header("traceparent", "00-" + TRACE + "-" + PARENT + "-01")
			.buildAsync(URI.create("ws://localhost:" + this.context.getBean(AeroServer.class).port() + "/traced/1"),
					new Inbox(received))
			.get(10, TimeUnit.SECONDS);
		for (String text : List.of("alone", "carried", "fail")) {
			socket.sendText(text, true).get(10, TimeUnit.SECONDS);
			if (!text.equals("fail")) {
				this.answers.add(received.poll(10, TimeUnit.SECONDS));
			}
		}
		await().atMost(DEADLINE).until(() -> spans("message /traced/{id}").size() == 3);
		socket.abort();
	}

	@AfterAll
	void stop() {
		this.context.close();
		this.receiver.close();
	}

	@Test
	void theHandshakeGoesOnWithTheTraceOfItsRequest() {
		assertThat(spans("handshake /traced/{id}")).singleElement().satisfies((span) -> {
			assertThat(hex(span.getTraceId())).isEqualTo(TRACE);
			assertThat(hex(span.getParentSpanId())).isEqualTo(PARENT);
			assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
			assertThat(attributes(span)).contains("path=/traced/{id}", "outcome=accepted", "secure=false",
					"requested.path=/traced/1");
			assertThat(span.getEndTimeUnixNano()).isGreaterThan(span.getStartTimeUnixNano());
		});
	}

	@Test
	void aMessageHasATraceOfItsOwnThatLinksToTheHandshake() {
		Span handshake = spans("handshake /traced/{id}").get(0);
		Span alone = spans("message /traced/{id}").get(0);
		assertThat(hex(alone.getTraceId())).isNotEqualTo(TRACE);
		assertThat(alone.getParentSpanId().isEmpty()).isTrue();
		assertThat(alone.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CONSUMER);
		assertThat(alone.getLinksList()).singleElement().satisfies((link) -> {
			assertThat(link.getTraceId()).isEqualTo(handshake.getTraceId());
			assertThat(link.getSpanId()).isEqualTo(handshake.getSpanId());
		});
		assertThat(attributes(alone)).contains("path=/traced/{id}", "type=text", "method=TracedHandler.on",
				"exception=none", "message.size=5");
	}

	@Test
	void aMessageThatCarriesATraceGoesOnWithIt() {
		Span carried = spans("message /traced/{id}").get(1);
		assertThat(hex(carried.getTraceId())).isEqualTo(OTHER_TRACE);
		assertThat(hex(carried.getParentSpanId())).isEqualTo(OTHER_PARENT);
		assertThat(carried.getLinksList()).hasSize(1);
	}

	@Test
	void aFailureIsInTheSpan() {
		Span failed = spans("message /traced/{id}").get(2);
		assertThat(attributes(failed)).contains("exception=IllegalStateException");
		assertThat(failed.getStatus().getCode())
			.isEqualTo(io.opentelemetry.proto.trace.v1.Status.StatusCode.STATUS_CODE_ERROR);
	}

	@Test
	void theMethodRunsInsideTheSpanOfItsMessage() {
		assertThat(this.answers).containsExactly(hex(spans("message /traced/{id}").get(0).getTraceId()), OTHER_TRACE);
	}

	@Test
	void metersArriveAsMetrics() {
		await().atMost(DEADLINE)
			.untilAsserted(() -> assertThat(this.receiver.metrics()).extracting(Metric::getName)
				.contains("aerosocket.server.connections", "aerosocket.server.messages", "aerosocket.server.handshakes",
						"aerosocket.handshake", "aerosocket.message"));
	}

	private List<Span> spans(String name) {
		return this.receiver.spans()
			.stream()
			.filter((span) -> span.getName().equals(name))
			.sorted((first, second) -> Long.compare(first.getStartTimeUnixNano(), second.getStartTimeUnixNano()))
			.toList();
	}

	private static List<String> attributes(Span span) {
		return span.getAttributesList()
			.stream()
			.map((attribute) -> attribute.getKey() + "=" + attribute.getValue().getStringValue())
			.toList();
	}

	private static String hex(ByteString id) {
		return HexFormat.of().formatHex(id.toByteArray());
	}

	private record Inbox(BlockingQueue<String> received) implements WebSocket.Listener {

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.received.add(data.toString());
			socket.request(1);
			return null;
		}

	}

	@EnableAutoConfiguration
	@Import(TracedHandler.class)
	static class Application {

		@Bean
		MessageHeadersExtractor messageHeadersExtractor() {
			return new MessageHeadersExtractor() {

				@Override
				public boolean hasHeaders(Connection connection, Message message) {
					return message instanceof Message.Text text && text.text().startsWith("carried");
				}

				@Override
				public @Nullable String header(Connection connection, Message message, String name) {
					return name.equals("traceparent") ? "00-" + OTHER_TRACE + "-" + OTHER_PARENT + "-01" : null;
				}

			};
		}

	}

	/**
	 * Says in which trace it is called.
	 */
	@AeroSocketHandler("/traced/{id}")
	public static class TracedHandler {

		private final Tracer tracer;

		TracedHandler(Tracer tracer) {
			this.tracer = tracer;
		}

		@OnMessage
		public String on(String text) {
			if (text.equals("fail")) {
				throw new IllegalStateException("as asked");
			}
			io.micrometer.tracing.Span current = this.tracer.currentSpan();
			return (current != null) ? current.context().traceId() : "none";
		}

	}

}
