package io.aerosocket.spring.boot.autoconfigure.actuate;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.Span;

/**
 * Takes what exporters of OpenTelemetry send: OTLP over HTTP, as protocol buffers.
 */
final class OtlpReceiver implements AutoCloseable {

	private final Queue<Span> spans = new ConcurrentLinkedQueue<>();

	private final Queue<Metric> metrics = new ConcurrentLinkedQueue<>();

	private final HttpServer server;

	private OtlpReceiver(HttpServer server) {
		this.server = server;
	}

	static OtlpReceiver start() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		OtlpReceiver receiver = new OtlpReceiver(server);
		server.createContext("/v1/traces", (exchange) -> receiver.answer(exchange, receiver::takeSpans));
		server.createContext("/v1/metrics", (exchange) -> receiver.answer(exchange, receiver::takeMetrics));
		server.start();
		return receiver;
	}

	String url(String path) {
		return "http://localhost:" + this.server.getAddress().getPort() + path;
	}

	List<Span> spans() {
		return List.copyOf(this.spans);
	}

	List<Metric> metrics() {
		return List.copyOf(this.metrics);
	}

	private void takeSpans(InputStream body) throws IOException {
		ExportTraceServiceRequest.parseFrom(body)
			.getResourceSpansList()
			.forEach((resource) -> resource.getScopeSpansList()
				.forEach((scope) -> this.spans.addAll(scope.getSpansList())));
	}

	private void takeMetrics(InputStream body) throws IOException {
		ExportMetricsServiceRequest.parseFrom(body)
			.getResourceMetricsList()
			.forEach((resource) -> resource.getScopeMetricsList()
				.forEach((scope) -> this.metrics.addAll(scope.getMetricsList())));
	}

	private void answer(HttpExchange exchange, Body taken) throws IOException {
		boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
		try (InputStream body = exchange.getRequestBody()) {
			taken.take(zipped ? new GZIPInputStream(body) : body);
		}
		exchange.sendResponseHeaders(200, -1);
		exchange.close();
	}

	@Override
	public void close() {
		this.server.stop(0);
	}

	private interface Body {

		void take(InputStream body) throws IOException;

	}

}
