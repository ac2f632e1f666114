package io.aerosocket.spring.handler;

import java.util.Map;
import java.util.concurrent.CompletionStage;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.bind.annotation.PathVariable;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an interface or a superclass says of a method is said of the method that
 * implements or overrides it, its parameters included.
 */
class InheritedAnnotationTests {

	private static final String PATH = "/rooms/{room}";

	private final TestConnection connection = new TestConnection(
			new TestHandshake(PATH, Map.of("room", "lobby"), Map.of(), Map.of(), null));

	@ParameterizedTest
	@ValueSource(classes = { InterfaceHandler.class, SuperclassHandler.class, GenericHandler.class })
	void parametersAreAnnotatedByTheDeclaration(Class<?> type) {
		ConnectionHandler handler = TestHandlers.handler(type);
		assertThat(handler.onMessage(this.connection, Message.text("{\"text\":\"hi\"}"))).isNull();
		assertThat(this.connection.sent).containsExactly("lobby hi");
	}

	@ParameterizedTest
	@ValueSource(classes = { InterfaceHandler.class, SuperclassHandler.class, GenericHandler.class })
	void payloadIsValidatedIfTheDeclarationSaysSo(Class<?> type) {
		CompletionStage<?> stage = TestHandlers.handler(type)
			.onMessage(this.connection, Message.text("{\"text\":\"\"}"));
		assertThat(stage).isNotNull();
		assertThat(stage.toCompletableFuture()).isCompletedExceptionally();
		assertThat(this.connection.sent).isEmpty();
	}

	@Test
	void ownAnnotationsCountBesideInheritedOnes() {
		ConnectionHandler handler = TestHandlers.handler(OwnHandler.class);
		assertThat(handler.onMessage(this.connection, Message.text("{\"text\":\"\"}")).toCompletableFuture())
			.isCompletedExceptionally();
		assertThat(handler.onMessage(this.connection, Message.text("{\"text\":\"hi\"}"))).isNull();
		assertThat(this.connection.sent).containsExactly("lobby hi");
	}

	record Line(@NotBlank String text) {

	}

	interface Rooms {

		@OnMessage
		String say(@Valid Line line, @PathVariable("room") String name);

	}

	@AeroSocketHandler(PATH)
	public static class InterfaceHandler implements Rooms {

		@Override
		public String say(Line line, String name) {
			return name + " " + line.text();
		}

	}

	public abstract static class RoomsBase {

		@OnMessage
		public abstract String say(@Valid Line line, @PathVariable("room") String name);

	}

	@AeroSocketHandler(PATH)
	public static class SuperclassHandler extends RoomsBase {

		@Override
		public String say(Line line, String name) {
			return name + " " + line.text();
		}

	}

	interface GenericRooms<T> {

		@OnMessage
		String say(@Valid T line, @PathVariable("room") String name);

	}

	@AeroSocketHandler(PATH)
	public static class GenericHandler implements GenericRooms<Line> {

		@Override
		public String say(Line line, String name) {
			return name + " " + line.text();
		}

	}

	interface Named {

		@OnMessage
		String say(Line line, @PathVariable("room") String name);

	}

	@AeroSocketHandler(PATH)
	public static class OwnHandler implements Named {

		@Override
		public String say(@Valid Line line, String name) {
			return name + " " + line.text();
		}

	}

}
