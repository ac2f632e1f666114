package io.aerosocket.spring.boot.test.example;

import java.util.Locale;

import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/**
 * Takes part in the calls of handlers.
 */
@Component
public class LanguageConverter implements Converter<String, GreetingHandler.Language> {

	@Override
	public GreetingHandler.Language convert(String source) {
		return new GreetingHandler.Language(source.toUpperCase(Locale.ROOT));
	}

}
