package io.aerosocket.spring.boot.test.autoconfigure;

import java.io.IOException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.jackson.JacksonComponent;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.core.convert.converter.Converter;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Repository;
import org.springframework.stereotype.Service;
import tools.jackson.databind.module.SimpleModule;

import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.codec.Codec;
import io.aerosocket.server.AeroServerCustomizer;
import io.aerosocket.spring.handler.AeroSocketAdvice;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.ConnectionScope;
import io.aerosocket.spring.handler.HandlerArgumentResolver;
import io.aerosocket.spring.handler.HandlerCallInterceptor;
import io.aerosocket.spring.handler.HandlerReturnValueHandler;
import io.aerosocket.telemetry.EngineListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AeroSocketTypeExcludeFilter}.
 */
class AeroSocketTypeExcludeFilterTests {

	private final MetadataReaderFactory classes = new SimpleMetadataReaderFactory();

	@ParameterizedTest
	@ValueSource(classes = { FirstHandler.class, SecondHandler.class, OwnCodec.class, OwnResolver.class,
			OwnReturns.class, OwnCallInterceptor.class, OwnInterceptor.class, OwnListener.class, OwnCustomizer.class,
			OwnConverter.class, OwnGenericConverter.class, OwnJackson.class, OwnJacksonModule.class, OwnMapper.class,
			OwnAdvice.class, OwnState.class })
	void whatTakesPartInCallsIsLoaded(Class<?> type) throws IOException {
		assertThat(isLoaded(All.class, type)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnComponent.class, OwnService.class, OwnRepository.class })
	void nothingElseIs(Class<?> type) throws IOException {
		assertThat(isLoaded(All.class, type)).isFalse();
	}

	@Test
	void ofHandlersOnlyTheOnesThatAreNamed() throws IOException {
		assertThat(isLoaded(First.class, FirstHandler.class)).isTrue();
		assertThat(isLoaded(First.class, SecondHandler.class)).isFalse();
		assertThat(isLoaded(First.class, OwnCodec.class)).isTrue();
		assertThat(isLoaded(Second.class, FirstHandler.class)).isFalse();
		assertThat(isLoaded(Second.class, SecondHandler.class)).isTrue();
	}

	@Test
	void nothingWithoutTheDefaults() throws IOException {
		assertThat(isLoaded(Nothing.class, FirstHandler.class)).isFalse();
		assertThat(isLoaded(Nothing.class, OwnCodec.class)).isFalse();
	}

	@Test
	void slicesThatLoadTheSameShareAContext() {
		assertThat(new AeroSocketTypeExcludeFilter(First.class)).isEqualTo(new AeroSocketTypeExcludeFilter(First.class))
			.hasSameHashCodeAs(new AeroSocketTypeExcludeFilter(First.class))
			.isNotEqualTo(new AeroSocketTypeExcludeFilter(Second.class));
	}

	private boolean isLoaded(Class<?> test, Class<?> type) throws IOException {
		MetadataReader reader = this.classes.getMetadataReader(type.getName());
		AeroSocketTypeExcludeFilter filter = new AeroSocketTypeExcludeFilter(test);
		filter.setBeanClassLoader(getClass().getClassLoader());
		return !filter.match(reader, this.classes);
	}

	@AeroSocketTest
	static class All {

	}

	@AeroSocketTest(FirstHandler.class)
	static class First {

	}

	@AeroSocketTest(handlers = SecondHandler.class)
	static class Second {

	}

	@AeroSocketTest(useDefaultFilters = false)
	static class Nothing {

	}

	@AeroSocketHandler("/first")
	static class FirstHandler {

	}

	@AeroSocketHandler("/second")
	static class SecondHandler {

	}

	@AeroSocketAdvice
	static class OwnAdvice {

	}

	@Component
	@ConnectionScope
	static class OwnState {

	}

	abstract static class OwnCodec implements Codec {

	}

	abstract static class OwnResolver implements HandlerArgumentResolver {

	}

	abstract static class OwnReturns implements HandlerReturnValueHandler {

	}

	abstract static class OwnCallInterceptor implements HandlerCallInterceptor {

	}

	abstract static class OwnInterceptor implements HandshakeInterceptor {

	}

	abstract static class OwnListener implements EngineListener {

	}

	abstract static class OwnCustomizer implements AeroServerCustomizer {

	}

	abstract static class OwnConverter implements Converter<String, Integer> {

	}

	abstract static class OwnGenericConverter implements GenericConverter {

	}

	@JacksonComponent
	static class OwnJackson {

	}

	abstract static class OwnJacksonModule extends SimpleModule {

		private static final long serialVersionUID = 1L;

	}

	abstract static class OwnMapper implements JsonMapperBuilderCustomizer {

	}

	@Component
	static class OwnComponent {

	}

	@Service
	static class OwnService {

	}

	@Repository
	static class OwnRepository {

	}

}
