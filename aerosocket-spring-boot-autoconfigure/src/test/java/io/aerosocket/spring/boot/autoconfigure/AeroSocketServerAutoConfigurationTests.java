package io.aerosocket.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.Connections;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.codec.Codec;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.AeroServerCustomizer;
import io.aerosocket.spring.codec.JacksonCodec;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.AeroSocketHandlers;
import io.aerosocket.spring.handler.HandlerSettings;
import io.aerosocket.spring.handler.InvalidHandlerException;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link AeroSocketServerAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class AeroSocketServerAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class))
		.withPropertyValues("aerosocket.server.port=0", "aerosocket.server.event-loops=1",
				"aerosocket.server.shutdown.grace-period=1s");

	@Test
	void startsServerForHandlers(CapturedOutput output) {
		this.contextRunner.withUserConfiguration(EchoHandler.class).run((context) -> {
			AeroServer server = context.getBean(AeroServer.class);
			assertThat(server.state()).isEqualTo(AeroServer.State.RUNNING);
			assertThat(context.getEnvironment().getProperty("local.aerosocket.port", Integer.class))
				.isEqualTo(server.port());
			assertThat(context.getBean(Connections.class).count()).isZero();
			assertThat(output).containsPattern("AeroSocket started on port " + server.port()
					+ " \\(ws, (epoll|nio), 1 event loop, loopback only\\) with paths '/echo'");
		});
	}

	@Test
	void saysThePathsInOrder(CapturedOutput output) {
		this.contextRunner.withBean("a", EchoHandler.class)
			.withBean("b", SeveralPathsHandler.class)
			.run((context) -> assertThat(output).contains("with paths '/a', '/echo', '/z/{room}'"));
	}

	@Test
	void startsWithoutHandlersAndSaysHowToWriteOne(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(AeroServer.class).state()).isEqualTo(AeroServer.State.RUNNING);
			assertThat(output).contains("without any @AeroSocketHandler bean").contains("an @OnMessage method");
		});
	}

	@Test
	void stopsServerWithTheContext() {
		AeroServer[] server = new AeroServer[1];
		this.contextRunner.run((context) -> server[0] = context.getBean(AeroServer.class));
		assertThat(server[0].state()).isEqualTo(AeroServer.State.STOPPED);
	}

	@Test
	void backsOffWithoutTheEngine() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(AeroServer.class))
			.run((context) -> assertThat(context).doesNotHaveBean(AeroSocketServerAutoConfiguration.class));
	}

	@Test
	void backsOffWithoutSpringWeb() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(RequestParam.class))
			.run((context) -> assertThat(context).doesNotHaveBean(AeroSocketServerAutoConfiguration.class));
	}

	@Test
	void worksWithoutJackson() {
		this.contextRunner.withUserConfiguration(EchoHandler.class)
			.withClassLoader(new FilteredClassLoader(JsonMapper.class, CBORMapper.class))
			.run((context) -> assertThat(codecs(context)).containsExactly("text", "bytes"));
	}

	@Test
	void codecsComeWithTheirLibraries() {
		this.contextRunner
			.run((context) -> assertThat(codecs(context)).containsExactly("text", "bytes", "json", "msgpack", "cbor"));
		this.contextRunner.withClassLoader(new FilteredClassLoader(CBORMapper.class))
			.run((context) -> assertThat(codecs(context)).doesNotContain("cbor").contains("json"));
	}

	@Test
	void applicationCodecsComeFirst() {
		this.contextRunner.withBean("own", Codec.class, () -> new JacksonCodec("own", true, JsonMapper.shared()))
			.run((context) -> assertThat(codecs(context)).startsWith("own").contains("json"));
	}

	@Test
	void codecOfThatNameHasToExist() {
		this.contextRunner.withPropertyValues("aerosocket.server.codec=protobuf")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("aerosocket.server.codec")
				.hasMessageContaining("protobuf"));
	}

	private static List<String> codecs(AssertableApplicationContext context) {
		return context.getBeanProvider(Codec.class).orderedStream().map((codec) -> codec.names().get(0)).toList();
	}

	@Test
	void worksWithoutReactor() {
		this.contextRunner.withUserConfiguration(EchoHandler.class)
			.withClassLoader(new FilteredClassLoader("reactor.", "org.reactivestreams."))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void backsOffWhenDisabled() {
		this.contextRunner.withPropertyValues("aerosocket.server.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(AeroServer.class).doesNotHaveBean(Connections.class));
	}

	@Test
	void backsOffForOwnServerAndStartsIt() {
		AeroServer own = AeroServer.builder().port(0).route("/own", ConnectionHandler.of((connection, message) -> {
		})).build();
		this.contextRunner.withBean("own", AeroServer.class, () -> own).run((context) -> {
			assertThat(context).getBean(AeroServer.class).isSameAs(own);
			assertThat(own.state()).isEqualTo(AeroServer.State.RUNNING);
		});
		assertThat(own.state()).isEqualTo(AeroServer.State.STOPPED);
	}

	@Test
	void backsOffForOwnParts() {
		HandlerSettings settings = HandlerSettings.builder().build();
		JacksonCodec codec = new JacksonCodec("json", true, JsonMapper.shared());
		Connections connections = mock();
		this.contextRunner.withBean(HandlerSettings.class, () -> settings)
			.withBean("aeroSocketJsonCodec", JacksonCodec.class, () -> codec)
			.withBean(Connections.class, () -> connections)
			.run((context) -> {
				assertThat(context).getBean(HandlerSettings.class).isSameAs(settings);
				assertThat(context).getBean("aeroSocketJsonCodec").isSameAs(codec);
				assertThat(context).getBean(Connections.class).isSameAs(connections);
			});
	}

	@Test
	void customizersRunAfterPropertiesInOrder() {
		List<String> calls = new ArrayList<>();
		this.contextRunner.withPropertyValues("aerosocket.server.backlog=7", "aerosocket.server.connection.max=8")
			.withBean("second", AeroServerCustomizer.class, () -> new OrderedCustomizer(2, calls))
			.withBean("first", AeroServerCustomizer.class, () -> new OrderedCustomizer(1, calls))
			.run((context) -> {
				AeroServer server = context.getBean(AeroServer.class);
				assertThat(server.options().backlog()).isEqualTo(102);
				assertThat(server.options().maxConnections()).isEqualTo(8);
				assertThat(calls).containsExactly("1", "2");
			});
	}

	@Test
	void interceptorsAreAdded() throws Exception {
		HandshakeInterceptor refusing = (handshake) -> HandshakeDecision.refuse(418, "no").now();
		this.contextRunner.withUserConfiguration(EchoHandler.class)
			.withBean(HandshakeInterceptor.class, () -> refusing)
			.run((context) -> assertThat(TestClient.statusOf(context.getBean(AeroServer.class).port(), "/echo"))
				.isEqualTo(418));
	}

	@Test
	void handlersMayUseConnections() {
		this.contextRunner.withUserConfiguration(CountingHandler.class).run((context) -> {
			assertThat(context).hasNotFailed();
			try (TestClient client = TestClient.connect(context.getBean(AeroServer.class).port(), "/count")) {
				client.send("");
				assertThat(client.receive()).isEqualTo("1");
			}
		});
	}

	@Test
	void applicationMapperIsUsed() {
		JsonMapper mapper = JsonMapper.builder().build();
		this.contextRunner.withBean(JsonMapper.class, () -> mapper)
			.run((context) -> assertThat(context.getBean("aeroSocketJsonCodec")).extracting("mapper").isSameAs(mapper));
	}

	@Test
	void invalidHandlerStopsTheStart() {
		this.contextRunner.withUserConfiguration(InvalidHandler.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidHandlerException.class)
				.hasMessageContaining("void on(String)")
				.hasMessageContaining("it is static"));
	}

	@Test
	void malformedPathStopsTheStart() {
		this.contextRunner.withUserConfiguration(MalformedPathHandler.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidHandlerException.class)
				.hasMessageContaining("a variable is a whole segment"));
	}

	@Test
	void handlersAreABean() {
		this.contextRunner.withUserConfiguration(EchoHandler.class)
			.run((context) -> assertThat(context.getBean(AeroSocketHandlers.class).routes()).singleElement()
				.satisfies((route) -> assertThat(route.path()).isEqualTo("/echo")));
	}

	@AeroSocketHandler("/echo")
	public static class EchoHandler {

		@OnMessage
		public String on(String text) {
			return text;
		}

	}

	@AeroSocketHandler(path = { "/z/{room}", "/a" })
	public static class SeveralPathsHandler extends EchoHandler {

	}

	@AeroSocketHandler("/count")
	public static class CountingHandler {

		private final Connections connections;

		CountingHandler(Connections connections) {
			this.connections = connections;
		}

		@OnMessage
		public String on(String text) {
			return String.valueOf(this.connections.count());
		}

	}

	@AeroSocketHandler("/invalid")
	public static class InvalidHandler {

		@OnMessage
		public static void on(String text) {
		}

	}

	@AeroSocketHandler("/a/x{b}")
	public static class MalformedPathHandler {

		@OnMessage
		public void on(String text) {
		}

	}

	record OrderedCustomizer(int getOrder, List<String> calls) implements AeroServerCustomizer, Ordered {

		@Override
		public void customize(AeroServer.Builder builder) {
			this.calls.add(String.valueOf(this.getOrder));
			builder.options((options) -> options.backlog(100 + this.getOrder));
		}

	}

}
