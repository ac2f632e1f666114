package io.aerosocket.spring.codec;

import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

import io.aerosocket.codec.Decoder;
import io.aerosocket.codec.DecodingException;
import io.aerosocket.codec.Encoder;
import io.aerosocket.codec.Envelope;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.RouteReader;
import io.aerosocket.codec.RoutingCodec;

/**
 * A format that Jackson 3 reads and writes: JSON, or CBOR with the mapper for it.
 */
public final class JacksonCodec implements RoutingCodec {

	private final String name;

	private final boolean text;

	private final ObjectMapper mapper;

	/**
	 * Creates a codec.
	 * @param name the codec's name, for example {@code json}
	 * @param text whether the format is text
	 * @param mapper a mapper for the format, whose parsers count bytes
	 */
	public JacksonCodec(String name, boolean text, ObjectMapper mapper) {
		this.name = name;
		this.text = text;
		this.mapper = mapper;
	}

	@Override
	public List<String> names() {
		return List.of(this.name);
	}

	@Override
	public boolean isText() {
		return this.text;
	}

	@Override
	public Decoder<?> decoder(Type type) {
		return new JacksonDecoder(this.mapper.readerFor(this.mapper.constructType(type)), format());
	}

	@Override
	public Decoder<?> routedDecoder(EnvelopeFormat format, Type type) {
		return new JacksonDecoder(routedReader(this.mapper, format, type), format());
	}

	@Override
	public Encoder<?> encoder(Type type) {
		ObjectWriter writer = writer(this.mapper, type);
		return (value, output) -> writer.writeValue(output, value);
	}

	@Override
	public RouteReader routeReader(EnvelopeFormat format) {
		return new JacksonRouteReader(this.mapper, format, format());
	}

	@Override
	public Encoder<Envelope> envelopeEncoder(EnvelopeFormat format, Type type) {
		ObjectWriter writer = writer(this.mapper, type);
		return (envelope, output) -> {
			try (JsonGenerator generator = writer.createGenerator(output)) {
				EnvelopeWriter.write(generator, format, envelope, writer);
			}
		};
	}

	/**
	 * Prepares reading objects beside whose members stands what the message is.
	 * @param mapper the mapper
	 * @param format the names of what stands there
	 * @param type the type of the objects
	 * @return a reader
	 */
	static ObjectReader routedReader(ObjectMapper mapper, EnvelopeFormat format, Type type) {
		return mapper.readerFor(mapper.constructType(type)).withHandler(new RouteMembersIgnored(format));
	}

	/**
	 * Prepares writing.
	 * @param mapper the mapper
	 * @param type the declared type
	 * @return a writer for values of the type
	 */
	static ObjectWriter writer(ObjectMapper mapper, Type type) {
		JavaType javaType = mapper.constructType(type);
		// A container's element type is lost at run time, so it has to be told; for any
		// other type the value's own class says more than the declared one.
		return javaType.isContainerType() ? mapper.writerFor(javaType) : mapper.writer();
	}

	/**
	 * Checks that a value was read.
	 * @param value what was read
	 * @return the same
	 */
	static Object present(@Nullable Object value) {
		if (value == null) {
			throw new DecodingException("payload: null (expected: a value)", null);
		}
		return value;
	}

	/**
	 * Makes an exception of Jackson's.
	 * @param format the name of the format
	 * @param error what Jackson found
	 * @return an exception that may be shown to the peer
	 */
	static DecodingException failure(String format, JacksonException error) {
		// Jackson's own message may quote the payload, and names classes.
		TokenStreamLocation location = error.getLocation();
		String at = "";
		if (location != null && location.getLineNr() > 0) {
			at = ", line " + location.getLineNr() + ", column " + location.getColumnNr();
		}
		return new DecodingException("payload: not the expected " + format + DeclaredMember.of(error) + at, error);
	}

	private String format() {
		return this.name.toUpperCase(java.util.Locale.ROOT);
	}

}
