package io.aerosocket.telemetry;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.mockito.Mockito;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link EngineListeners}.
 */
class EngineListenersTests {

	private static final Connection CONNECTION = Mockito.mock(Connection.class);

	private static final SocketAddress PEER = new InetSocketAddress(0);

	private static final List<Consumer<EngineListener>> events = List.of(
			(listener) -> listener.refused(new HandshakeRefusal(RefusalReason.PATH, 404, "/", PEER)),
			(listener) -> listener.opened(CONNECTION),
			(listener) -> listener.closed(CONNECTION, new CloseReason(CloseCode.NORMAL, "", true)),
			(listener) -> listener.dropped(CONNECTION, DropReason.NEWEST, 1, 2),
			(listener) -> listener.handled(CONNECTION, 3, true),
			(listener) -> listener.failed(CONNECTION, new IllegalStateException("why")));

	@ParameterizedTest
	@FieldSource("events")
	void everyListenerHearsEveryEventInOrder(Consumer<EngineListener> event) {
		List<String> heard = new ArrayList<>();
		event.accept(new EngineListeners(List.of(recording("a", heard), recording("b", heard))));
		assertThat(heard).hasSize(2);
		assertThat(heard.get(0)).startsWith("a ");
		assertThat(heard.get(1)).isEqualTo("b" + heard.get(0).substring(1));
	}

	@ParameterizedTest
	@FieldSource("events")
	void aListenerThatFailsKeepsNothingFromTheOthers(Consumer<EngineListener> event) {
		assertHeardBehind(event, new IllegalStateException("listener"));
	}

	@ParameterizedTest
	@FieldSource("events")
	void anErrorOfAListenerKeepsNothingFromTheOthers(Consumer<EngineListener> event) {
		assertHeardBehind(event, new NoClassDefFoundError("listener"));
	}

	@ParameterizedTest
	@FieldSource("events")
	void aListenerNeedNotCareForAnyEvent(Consumer<EngineListener> event) {
		assertThatNoException().isThrownBy(() -> event.accept(new EngineListener() {
		}));
	}

	@Test
	void knowsWhetherAnyoneListens() {
		assertThat(new EngineListeners(List.of()).isEmpty()).isTrue();
		assertThat(new EngineListeners(List.of(recording("a", new ArrayList<>()))).isEmpty()).isFalse();
	}

	private static void assertHeardBehind(Consumer<EngineListener> event, Throwable failure) {
		List<String> heard = new ArrayList<>();
		EngineListener failing = Mockito.mock(EngineListener.class, (call) -> {
			throw failure;
		});
		EngineListeners listeners = new EngineListeners(List.of(failing, recording("b", heard)));
		assertThatNoException().isThrownBy(() -> event.accept(listeners));
		assertThat(heard).hasSize(1);
	}

	private static EngineListener recording(String name, List<String> heard) {
		return Mockito.mock(EngineListener.class, (call) -> {
			if (call.getMethod().getDeclaringClass() == EngineListener.class) {
				heard.add(name + " " + call.getMethod().getName() + List.of(call.getArguments()));
			}
			return null;
		});
	}

}
