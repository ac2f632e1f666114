package io.aerosocket.spring.handler;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link BoundMethod}.
 */
class BoundMethodTests {

	private final Connection connection = new TestConnection();

	@ParameterizedTest
	@ValueSource(strings = { "none", "one", "two", "three", "four", "five" })
	void callsMethodsOfAPackagePrivateClass(String name) throws Throwable {
		BoundMethod method = bound(new Calls(), name);
		assertThat(method.invoke(this.connection, "x")).isEqualTo(name + ":" + "x".repeat(parameters(name)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "one", "two" })
	void callsAClassMadeForIt(String name) {
		assertThat(bound(new Calls(), name)).isInstanceOfAny(BoundMethod.OneGenerated.class,
				BoundMethod.TwoGenerated.class);
	}

	@Test
	void callsTheMethodOfASubclass() throws Throwable {
		Calls overriding = new Calls() {

			@Override
			String one(Object first) {
				return "overridden:" + first;
			}

		};
		BoundMethod method = BoundMethod.of(overriding, method("one"), List.of(BoundMethodTests::event));
		assertThat(method.invoke(this.connection, "x")).isEqualTo("overridden:x");
	}

	@Test
	void callsAProxyOfAnInterface() throws Throwable {
		Object proxy = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Greeting.class },
				(target, method, arguments) -> "proxied " + arguments[0]);
		Method method = Greeting.class.getDeclaredMethod("greet", String.class);
		assertThat(BoundMethod.of(proxy, method, List.of(BoundMethodTests::event)).invoke(this.connection, "x"))
			.isEqualTo("proxied x");
	}

	@Test
	void convertsPrimitives() throws Throwable {
		assertThat(bound(new Calls(), "increment").invoke(this.connection, 41)).isEqualTo(42);
	}

	@Test
	void whatReturnsNothingReturnsNull() throws Throwable {
		assertThat(bound(new Calls(), "nothing").invoke(this.connection, "x")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "failing", "failingQuietly" })
	void throwsWhatTheMethodThrew(String name) {
		BoundMethod method = bound(new Calls(), name);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> method.invoke(this.connection, "x"))
			.withMessage("x");
	}

	@Test
	void takesAVariableNumberOfArgumentsAsTheArrayThatItIs() throws Throwable {
		assertThat(bound(new Calls(), "joined").invoke(this.connection, new String[] { "a", "b" })).isEqualTo("ab");
	}

	private static BoundMethod bound(Object bean, String name) {
		Method method = method(name);
		return BoundMethod.of(bean, method,
				Collections.nCopies(method.getParameterCount(), (HandlerArgument) BoundMethodTests::event));
	}

	private static Object event(Connection connection, Object event) {
		return event;
	}

	private static int parameters(String name) {
		return method(name).getParameterCount();
	}

	private static Method method(String name) {
		return Stream.of(Calls.class.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	interface Greeting {

		String greet(String name);

	}

	static class Calls {

		String none() {
			return "none:";
		}

		String one(Object first) {
			return "one:" + first;
		}

		String two(String first, Object second) {
			return "two:" + first + second;
		}

		String three(Object first, Object second, Object third) {
			return "three:" + first + second + third;
		}

		String four(Object first, Object second, Object third, Object fourth) {
			return "four:" + first + second + third + fourth;
		}

		String five(Object first, Object second, Object third, Object fourth, Object fifth) {
			return "five:" + first + second + third + fourth + fifth;
		}

		int increment(int value) {
			return value + 1;
		}

		void nothing(Object value) {
			Objects.requireNonNull(value);
		}

		String failing(String message) throws IOException {
			throw new IOException(message);
		}

		void failingQuietly(String message) throws IOException {
			throw new IOException(message);
		}

		String joined(String... parts) {
			return String.join("", Arrays.asList(parts));
		}

	}

}
