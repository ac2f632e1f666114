package io.aerosocket.spring.handler;

import java.util.List;
import java.util.Map;

import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.web.bind.annotation.PathVariable;

import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for handler beans behind proxies, as those with transactions are.
 */
class ProxiedHandlerTests {

	@Test
	void classProxyIsInvoked() {
		assertThat(reply(true, Plain.class)).containsExactly("advised hi");
	}

	@Test
	void interfaceProxyIsInvokedWithAnnotationsOfTheClass() {
		assertThat(reply(false, WithInterface.class)).containsExactly("advised room hi");
	}

	@Test
	void methodThatTheProxyLacksIsRefused() {
		assertThatExceptionOfType(InvalidHandlerException.class)
			.isThrownBy(() -> reply(false, WithTooSmallInterface.class))
			.withMessageContaining("the bean's proxy does not have it");
	}

	@Test
	void methodThatTheProxyCannotInterceptIsRefused() {
		assertThatExceptionOfType(InvalidHandlerException.class).isThrownBy(() -> reply(true, WithFinalMethod.class))
			.withMessageContaining("it is final, so the bean's proxy cannot intercept it");
	}

	private static List<String> reply(boolean proxyClass, Class<?> type) {
		TestConnection connection = new TestConnection(
				new TestHandshake("/chat/{room}", Map.of("room", "room"), Map.of(), Map.of(), null));
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(BeanPostProcessor.class, () -> new Advising(proxyClass));
			context.register(type);
			context.refresh();
			AeroSocketHandlers.discover(context.getBeanFactory(), HandlerSettings.builder().build())
				.routes()
				.get(0)
				.handler()
				.onMessage(connection, Message.text("hi"));
		}
		return connection.sent;
	}

	/**
	 * Puts a proxy before handlers.
	 *
	 * @param proxyClass whether it is a proxy of the class
	 */
	record Advising(boolean proxyClass) implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			if (!bean.getClass().isAnnotationPresent(AeroSocketHandler.class)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(this.proxyClass);
			factory.addAdvice((MethodInterceptor) (invocation) -> "advised " + invocation.proceed());
			return factory.getProxy();
		}

	}

	@AeroSocketHandler("/plain")
	public static class Plain {

		@OnMessage
		public String on(String text) {
			return text;
		}

	}

	@AeroSocketHandler("/final")
	public static class WithFinalMethod {

		@OnMessage
		public final String on(String text) {
			return text;
		}

	}

	interface Chat {

		String on(String room, String text);

	}

	@AeroSocketHandler("/chat/{room}")
	public static class WithInterface implements Chat {

		@Override
		@OnMessage
		public String on(@PathVariable String room, String text) {
			return room + " " + text;
		}

	}

	@AeroSocketHandler("/small")
	public static class WithTooSmallInterface implements Runnable {

		@Override
		public void run() {
		}

		@OnMessage
		public String on(String text) {
			return text;
		}

	}

}
