package io.aerosocket.spring.codec;

import java.lang.reflect.Type;
import java.util.List;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.util.TokenBuffer;

import io.aerosocket.Message;
import io.aerosocket.codec.Decoder;
import io.aerosocket.codec.Encoder;
import io.aerosocket.codec.Envelope;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.RouteReader;
import io.aerosocket.codec.RoutingCodec;

/**
 * MessagePack, read from where the message lies. What becomes of an object is up to a
 * mapper of Jackson 3, as with JSON: dates, for example, are what they are there.
 * Received timestamps are read as dates.
 */
public final class MessagePackCodec implements RoutingCodec {

	private static final String FORMAT = "MessagePack";

	private final ObjectMapper mapper;

	private final int maxDepth;

	/**
	 * Creates a codec.
	 * @param mapper a mapper, for example that for JSON
	 */
	public MessagePackCodec(ObjectMapper mapper) {
		this.mapper = mapper;
		this.maxDepth = mapper.tokenStreamFactory().streamReadConstraints().getMaxNestingDepth();
	}

	@Override
	public List<String> names() {
		return List.of("msgpack", "messagepack");
	}

	@Override
	public boolean isText() {
		return false;
	}

	@Override
	public Decoder<?> decoder(Type type) {
		ObjectReader reader = this.mapper.readerFor(this.mapper.constructType(type));
		return (message) -> read(reader, message);
	}

	@Override
	public Decoder<?> routedDecoder(EnvelopeFormat format, Type type) {
		ObjectReader reader = JacksonCodec.routedReader(this.mapper, format, type);
		return (message) -> read(reader, message);
	}

	@Override
	public Encoder<?> encoder(Type type) {
		ObjectWriter writer = JacksonCodec.writer(this.mapper, type);
		return (value, output) -> new MessagePackWriter(output).write(writer.valueToTree(value));
	}

	@Override
	public RouteReader routeReader(EnvelopeFormat format) {
		return (message) -> MessagePackRoutes.read(message, format, this.maxDepth);
	}

	@Override
	public Encoder<Envelope> envelopeEncoder(EnvelopeFormat format, Type type) {
		ObjectWriter writer = JacksonCodec.writer(this.mapper, type);
		return (envelope, output) -> new MessagePackWriter(output).write(format, envelope,
				(envelope.payload() != null) ? writer.valueToTree(envelope.payload()) : null);
	}

	private Object read(ObjectReader reader, Message message) {
		MessagePackReader in = new MessagePackReader(message.payload(), this.maxDepth);
		try (TokenBuffer tokens = TokenBuffer.forGeneration()) {
			in.copyTo(tokens);
			in.end();
			return JacksonCodec.present(reader.readValue(tokens));
		}
		catch (JacksonException ex) {
			throw JacksonCodec.failure(FORMAT, ex);
		}
	}

}
