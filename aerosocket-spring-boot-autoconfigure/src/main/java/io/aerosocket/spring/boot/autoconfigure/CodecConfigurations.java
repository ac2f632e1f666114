package io.aerosocket.spring.boot.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.cbor.CBORMapper;

import io.aerosocket.codec.BytesCodec;
import io.aerosocket.codec.TextCodec;
import io.aerosocket.spring.codec.JacksonCodec;
import io.aerosocket.spring.codec.MessagePackCodec;

/**
 * The codecs that come with AeroSocket. Each backs off for a bean of its name; an
 * application's other codecs are asked before them.
 */
final class CodecConfigurations {

	private CodecConfigurations() {
	}

	/**
	 * What needs no library.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		@ConditionalOnMissingBean(name = "aeroSocketTextCodec")
		TextCodec aeroSocketTextCodec() {
			return new TextCodec();
		}

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		@ConditionalOnMissingBean(name = "aeroSocketBytesCodec")
		BytesCodec aeroSocketBytesCodec() {
			return new BytesCodec();
		}

	}

	/**
	 * What the application's mapper reads and writes.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JsonMapper.class)
	static class Jackson {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		@ConditionalOnMissingBean(name = "aeroSocketJsonCodec")
		JacksonCodec aeroSocketJsonCodec(ObjectProvider<JsonMapper> mapper) {
			return new JacksonCodec("json", true, mapper.getIfAvailable(JsonMapper::shared));
		}

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		@ConditionalOnMissingBean(name = "aeroSocketMessagePackCodec")
		MessagePackCodec aeroSocketMessagePackCodec(ObjectProvider<JsonMapper> mapper) {
			return new MessagePackCodec(mapper.getIfAvailable(JsonMapper::shared));
		}

	}

	/**
	 * CBOR, with a library of Jackson's.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(CBORMapper.class)
	static class Cbor {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		@ConditionalOnMissingBean(name = "aeroSocketCborCodec")
		JacksonCodec aeroSocketCborCodec(ObjectProvider<CBORMapper> mapper) {
			return new JacksonCodec("cbor", false, mapper.getIfAvailable(CBORMapper::shared));
		}

	}

}
