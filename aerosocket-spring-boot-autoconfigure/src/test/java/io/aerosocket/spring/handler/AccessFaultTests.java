package io.aerosocket.spring.handler;

import java.util.concurrent.CompletionStage;

import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseCode;
import io.aerosocket.ProtocolViolationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AccessFaults}, whose types are made here: Spring Security is no
 * dependency.
 */
class AccessFaultTests {

	private final TestConnection connection = new TestConnection();

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.security.access.AccessDeniedException",
			"org.springframework.security.core.AuthenticationException" })
	void whatSpringSecurityDeniesIsTheFaultOfThePeer(String type) throws Exception {
		RuntimeException error = make(type);
		CompletionStage<?> stage = TestHandlers.handler(Handler.class).onError(this.connection, error);
		assertThat(stage).isNotNull();
		stage.whenComplete((result, fault) -> {
			assertThat(fault).hasMessage("access denied").hasCause(error);
			assertThat(((ProtocolViolationException) fault).closeCode()).isEqualTo(CloseCode.POLICY_VIOLATION);
			this.connection.sent.add("checked");
		});
		assertThat(this.connection.sent).containsExactly("checked");
	}

	// A subclass, as Spring Security's own are.
	private static RuntimeException make(String type) throws Exception {
		ClassLoader loader = AccessFaultTests.class.getClassLoader();
		Class<?> base = new ByteBuddy().subclass(RuntimeException.class).name(type).make().load(loader).getLoaded();
		return (RuntimeException) new ByteBuddy().subclass(base)
			.name(type + "Special")
			.make()
			.load(base.getClassLoader())
			.getLoaded()
			.getDeclaredConstructor()
			.newInstance();
	}

	@AeroSocketHandler("/")
	static class Handler {

		@OnMessage
		String on(String text) {
			return text;
		}

	}

}
