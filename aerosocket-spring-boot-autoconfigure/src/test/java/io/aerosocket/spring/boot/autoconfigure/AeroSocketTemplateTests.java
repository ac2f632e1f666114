package io.aerosocket.spring.boot.autoconfigure;

import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.web.bind.annotation.PathVariable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import io.aerosocket.BroadcastResult;
import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.AeroSocketTemplate;
import io.aerosocket.spring.handler.Broadcast;
import io.aerosocket.spring.handler.OnClose;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Sending from anywhere, and methods that broadcast.
 */
@SpringBootTest(classes = AeroSocketTemplateTests.Application.class,
		properties = { "aerosocket.server.port=0", "aerosocket.server.event-loops=2",
				"spring.main.web-application-type=none" })
@ExtendWith(OutputCaptureExtension.class)
class AeroSocketTemplateTests {

	private final List<TestClient> clients = new ArrayList<>();

	@LocalAeroSocketPort
	private int port;

	@Autowired
	private AeroSocketTemplate template;

	@AfterEach
	void disconnect() {
		this.clients.forEach(TestClient::close);
		await().until(() -> this.template.all().connections().isEmpty());
	}

	@Test
	void toAConnection() throws Exception {
		TestClient client = open("/feed");
		String id = client.receive();
		assertThat(result(this.template.connection(id).send("hello")).accepted()).isEqualTo(1);
		assertThat(client.receive()).isEqualTo("hello");
		assertThat(result(this.template.connection("nobody").send("hello"))).isEqualTo(BroadcastResult.none());
	}

	@Test
	void toAUserOnAllOfTheUsersConnections() throws Exception {
		TestClient phone = connect("/feed?user=ada");
		TestClient laptop = connect("/room/a?user=ada");
		TestClient other = connect("/feed?user=bob");
		assertThat(result(this.template.user("ada").send(new Alert("tea", 2))).matched()).isEqualTo(2);
		assertThat(phone.receive()).isEqualTo("{\"text\":\"tea\",\"level\":2}");
		assertThat(laptop.receive()).isEqualTo("{\"text\":\"tea\",\"level\":2}");
		assertThat(result(this.template.user("bob").send("for bob")).matched()).isEqualTo(1);
		assertThat(other.receive()).isEqualTo("for bob");
		assertThat(result(this.template.user("nobody").send("hello")).matched()).isZero();
		assertThat(this.template.user("ada").connections()).hasSize(2);
		assertThat(this.template.user("nobody").connections()).isEmpty();
	}

	@Test
	void toAPathWithValuesWithSomeAndWithout() throws Exception {
		TestClient a = connect("/room/a");
		TestClient b = connect("/room/b");
		TestClient house = connect("/house/h/room/a");
		connect("/feed");
		assertThat(result(this.template.path("/room/{room}", "a").send("one")).matched()).isEqualTo(1);
		assertThat(result(this.template.path("/room/{room}").send("two")).matched()).isEqualTo(2);
		assertThat(
				result(this.template.path("/house/{house}/room/{room}", Map.of("house", "h")).send("three")).matched())
			.isEqualTo(1);
		assertThat(
				result(this.template.path("/house/{house}/room/{room}", Map.of("house", "i")).send("none")).matched())
			.isZero();
		assertThat(result(this.template.path("/feed").send("four")).matched()).isEqualTo(1);
		assertThat(a.receive()).isEqualTo("one");
		assertThat(a.receive()).isEqualTo("two");
		assertThat(b.receive()).isEqualTo("two");
		assertThat(house.receive()).isEqualTo("three");
	}

	@Test
	void aPathThatMostConnectionsAreOf() throws Exception {
		TestClient a = connect("/room/a");
		TestClient b = connect("/room/b");
		for (int i = 0; i < 100; i++) {
			this.template.path("/room/{room}").send(String.valueOf(i));
		}
		for (int i = 0; i < 100; i++) {
			assertThat(a.receive()).isEqualTo(String.valueOf(i));
			assertThat(b.receive()).isEqualTo(String.valueOf(i));
		}
	}

	@Test
	void valuesThatDoNotFitThePatternAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.path("/room/{room}", "a", "b"))
			.withMessage("values of /room/{room}: 2 (expected: none, or 1 as it has variables)");
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.path("/room/{room}", Map.of("rom", "a")))
			.withMessage("path variable: rom (expected: one of /room/{room})");
	}

	@Test
	void toAllThatAFilterAccepts() throws Exception {
		TestClient ada = connect("/room/a?user=ada");
		TestClient bob = connect("/room/a?user=bob");
		Connection sender = this.template.user("ada").connections().iterator().next();
		assertThat(result(this.template.all().except(sender).filter((connection) -> true).send("others")).matched())
			.isEqualTo(1);
		assertThat(result(this.template.path("/room/{room}", "a").except(sender).send("room")).matched()).isEqualTo(1);
		assertThat(bob.receive()).isEqualTo("others");
		assertThat(bob.receive()).isEqualTo("room");
		assertThat(result(this.template.all().send("all")).matched()).isEqualTo(2);
		assertThat(ada.receive()).isEqualTo("all");
	}

	@Test
	void payloadsOfEveryKind() throws Exception {
		TestClient client = connect("/feed");
		this.template.all().send("text");
		this.template.all().send(new byte[] { 1, 2 });
		this.template.all().send(ByteBuffer.wrap(new byte[] { 3 }));
		this.template.all().send(Message.text("message"));
		this.template.all().send(PreparedMessage.text("prepared"));
		this.template.all().send(List.of(1, 2));
		assertThat(List.of(client.receive(), client.receive(), client.receive(), client.receive(), client.receive(),
				client.receive()))
			.containsExactly("text", "0102", "03", "message", "prepared", "[1,2]");
	}

	@Test
	void aListIsWrittenAsItsTypeSays() throws Exception {
		TestClient client = connect("/shapes");
		this.template.all().send(List.of(new Circle(1)), new ParameterizedTypeReference<List<Shape>>() {
		}.getType());
		assertThat(client.receive()).isEqualTo("[{\"kind\":\"circle\",\"radius\":1}]");
		client.send("broadcast");
		assertThat(client.receive()).isEqualTo("[{\"kind\":\"circle\",\"radius\":2}]");
	}

	@Test
	void whatIsYetToComeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.template.all().send(Mono.just("later")))
			.withMessageStartingWith("payload: a reactor.core.publisher.Mono")
			.withMessageEndingWith(" (expected: a value; send what it completes with)");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.template.all().send(CompletableFuture.completedFuture("later")))
			.withMessageStartingWith("payload: a java.util.concurrent.CompletableFuture");
	}

	@Test
	void aPathThatNoHandlerHasIsWarnedOf(CapturedOutput output) {
		assertThat(this.template.path("/rom/{room}", "a").connections()).isEmpty();
		assertThat(this.template.path("/room/{room}", "a").connections()).isEmpty();
		assertThat(output).containsOnlyOnce("Nobody is on '")
			.contains("Nobody is on '/rom/{room}', and no handler has that path. Paths are written as handlers have "
					+ "them: [/chat/{room}, /feed,");
	}

	@Test
	void closesTheConnectionsOfAUser() throws Exception {
		TestClient client = connect("/feed?user=ada");
		assertThat(this.template.user("ada").close(CloseCode.POLICY_VIOLATION, "signed out")).isEqualTo(1);
		assertThat(client.receive()).isEqualTo("close 1008 signed out");
	}

	@Test
	void aMethodBroadcastsToTheSamePathOnly() throws Exception {
		TestClient first = connect("/chat/a");
		TestClient second = connect("/chat/a");
		TestClient other = connect("/chat/b");
		first.send("hello");
		assertThat(first.receive()).isEqualTo("{\"text\":\"a: hello\",\"level\":0}");
		assertThat(second.receive()).isEqualTo("{\"text\":\"a: hello\",\"level\":0}");
		other.send("to b");
		assertThat(other.receive()).isEqualTo("{\"text\":\"b: to b\",\"level\":0}");
	}

	@Test
	void aMethodBroadcastsToTheOthersOfAllRoomsElementByElement() throws Exception {
		TestClient first = connect("/chat/a");
		TestClient second = connect("/chat/b");
		first.send(new byte[] { 7 });
		assertThat(second.receive()).isEqualTo("07");
		assertThat(second.receive()).isEqualTo("07");
		second.send("own");
		assertThat(second.receive()).isEqualTo("{\"text\":\"b: own\",\"level\":0}");
	}

	@Test
	void aMethodTellsTheOthersWhoHasLeft() throws Exception {
		TestClient first = connect("/lobby?user=ada");
		TestClient second = connect("/lobby?user=bob");
		assertThat(first.receive()).isEqualTo("bob came");
		second.close();
		assertThat(first.receive()).isEqualTo("bob left");
	}

	@Test
	void aHandlerMaySendWhileItIsCreated() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class,
					AeroSocketTemplateAutoConfiguration.class))
			.withPropertyValues("aerosocket.server.port=0")
			.withBean(EagerHandler.class)
			.run((context) -> assertThat(context.getBean(EagerHandler.class).matched).isZero());
	}

	@Test
	void withoutAServerItSaysWhatIsMissing() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AeroSocketServerAutoConfiguration.class,
					AeroSocketTemplateAutoConfiguration.class))
			.withPropertyValues("aerosocket.server.enabled=false")
			.run((context) -> {
				AeroSocketTemplate alone = context.getBean(AeroSocketTemplate.class);
				assertThatIllegalStateException().isThrownBy(() -> alone.user("ada").send("hello"))
					.withMessageContaining("aerosocket.server.enabled=true");
				assertThatIllegalStateException().isThrownBy(() -> alone.all().send(new Alert("", 0)))
					.withMessageContaining("aerosocket.server.enabled=true");
			});
	}

	private TestClient connect(String path) throws Exception {
		TestClient client = open(path);
		client.receive();
		return client;
	}

	/** A client that is told its id when its connection is open. */
	private TestClient open(String path) {
		TestClient client = TestClient.connect(this.port, path);
		this.clients.add(client);
		return client;
	}

	private static BroadcastResult result(CompletionStage<BroadcastResult> stage) {
		return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
	}

	record Alert(String text, int level) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
	sealed interface Shape permits Circle {

	}

	@JsonTypeName("circle")
	record Circle(int radius) implements Shape {

	}

	@Import({ PlainHandler.class, ChatHandler.class, LobbyHandler.class, ShapesHandler.class })
	@ImportAutoConfiguration({ AeroSocketServerAutoConfiguration.class, AeroSocketTemplateAutoConfiguration.class,
			JacksonAutoConfiguration.class })
	static class Application {

		@Bean
		HandshakeInterceptor users() {
			return (handshake) -> {
				List<String> names = handshake.queryParameters().getOrDefault("user", List.of());
				return names.isEmpty() ? HandshakeDecision.accept().now()
						: HandshakeDecision.accept(() -> names.get(0)).now();
			};
		}

	}

	@AeroSocketHandler({ "/feed", "/room/{room}", "/house/{house}/room/{room}" })
	static class PlainHandler {

		@OnOpen
		String open(Connection connection) {
			return connection.id();
		}

	}

	@AeroSocketHandler("/chat/{room}")
	static class ChatHandler {

		@OnOpen
		String open(Connection connection) {
			return connection.id();
		}

		@OnMessage
		@Broadcast
		Alert say(String text, @PathVariable String room) {
			return new Alert(room + ": " + text, 0);
		}

		@OnMessage
		@Broadcast(toSelf = false, samePathVariables = false)
		Flux<byte[]> shout(byte[] data) {
			return Flux.just(data, data);
		}

	}

	@AeroSocketHandler("/shapes")
	static class ShapesHandler {

		@OnOpen
		String open(Connection connection) {
			return connection.id();
		}

		@OnMessage
		@Broadcast
		List<Shape> on(String text) {
			return List.of(new Circle(2));
		}

	}

	@AeroSocketHandler("/lobby")
	static class LobbyHandler {

		@OnOpen
		@Broadcast(toSelf = false)
		String open(Connection connection, Principal user) {
			connection.sendText(connection.id());
			return user.getName() + " came";
		}

		@OnClose
		@Broadcast
		String close(Principal user) {
			return user.getName() + " left";
		}

	}

	@AeroSocketHandler("/eager")
	static class EagerHandler {

		private final int matched;

		EagerHandler(AeroSocketTemplate template) {
			this.matched = result(template.user("ada").send("hello")).matched()
					+ result(template.all().send("hello")).matched();
		}

		@OnMessage
		void on(String text) {
		}

	}

}
