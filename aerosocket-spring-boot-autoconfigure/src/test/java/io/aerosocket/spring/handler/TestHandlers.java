package io.aerosocket.spring.handler;

import java.util.List;
import java.util.function.UnaryOperator;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.codec.BytesCodec;
import io.aerosocket.codec.TextCodec;
import io.aerosocket.spring.codec.JacksonCodec;
import io.aerosocket.spring.codec.MessagePackCodec;

/**
 * Discovers handler classes in a context of their own.
 */
final class TestHandlers {

	private TestHandlers() {
	}

	static AeroSocketHandlers discover(Class<?>... types) {
		return discover((settings) -> settings, types);
	}

	static AeroSocketHandlers discover(UnaryOperator<HandlerSettings.Builder> settings, Class<?>... types) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(types);
		return AeroSocketHandlers.discover(context.getBeanFactory(), settings.apply(settings()).build());
	}

	static ConnectionHandler handler(Class<?> type) {
		return discover(type).routes().get(0).handler();
	}

	private static HandlerSettings.Builder settings() {
		LocalValidatorFactoryBean validator = new LocalValidatorFactoryBean();
		validator.afterPropertiesSet();
		return HandlerSettings.builder()
			.codecs(List.of(new JacksonCodec("json", true, JsonMapper.shared()),
					new MessagePackCodec(JsonMapper.shared()), new TextCodec(), new BytesCodec()))
			.template(new AeroSocketTemplate(() -> null, () -> null))
			.validator(validator);
	}

}
