package io.aerosocket.spring.handler;

import org.springframework.core.ResolvableType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.Message;

/**
 * Reads and writes JSON with Jackson 3.
 */
public final class JacksonPayloadConverter implements PayloadConverter {

	private final JsonMapper mapper;

	/**
	 * Creates a converter.
	 * @param mapper the mapper to use
	 */
	public JacksonPayloadConverter(JsonMapper mapper) {
		this.mapper = mapper;
	}

	@Override
	public Reader reader(ResolvableType type) {
		JavaType javaType = this.mapper.constructType(type.getType());
		ObjectReader reader = this.mapper.readerFor(javaType);
		return (message) -> read(reader, message);
	}

	@Override
	public Writer writer(ResolvableType type) {
		JavaType javaType = this.mapper.constructType(type.getType());
		// A container's element type is lost at run time, so it has to be told; for any
		// other type the value's own class says more than the declared one.
		ObjectWriter writer = javaType.isContainerType() ? this.mapper.writerFor(javaType) : this.mapper.writer();
		return writer::writeValueAsString;
	}

	private static Object read(ObjectReader reader, Message message) {
		Object value;
		try {
			value = reader.readValue(message.toByteArray());
		}
		catch (JacksonException ex) {
			throw new MessageConversionException("payload: not the expected JSON" + at(ex.getLocation()), ex);
		}
		if (value == null) {
			throw new MessageConversionException("payload: null (expected: a value)", null);
		}
		return value;
	}

	// Jackson's own message may quote the payload, and names our classes.
	private static String at(TokenStreamLocation location) {
		if (location == null || location.getLineNr() < 0) {
			return "";
		}
		return ", line " + location.getLineNr() + ", column " + location.getColumnNr();
	}

}
