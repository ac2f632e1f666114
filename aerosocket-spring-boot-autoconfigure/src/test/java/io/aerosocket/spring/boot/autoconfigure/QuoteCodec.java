package io.aerosocket.spring.boot.autoconfigure;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Message;
import io.aerosocket.codec.Codec;
import io.aerosocket.codec.Decoder;
import io.aerosocket.codec.DecodingException;
import io.aerosocket.codec.Encoder;

/**
 * A format of fixed fields, as SBE makes them: id, price and symbol are where they are,
 * and read from there when they are asked for.
 */
class QuoteCodec implements Codec {

	private static final int ID = 0;

	private static final int PRICE = 8;

	private static final int SYMBOL = 16;

	private static final int SYMBOL_BYTES = 8;

	private static final int BLOCK_BYTES = SYMBOL + SYMBOL_BYTES;

	@Override
	public List<String> names() {
		return List.of("quote");
	}

	@Override
	public boolean isText() {
		return false;
	}

	@Override
	public @Nullable Decoder<?> decoder(Type type) {
		return (type == Quote.class) ? QuoteCodec::decode : null;
	}

	@Override
	public @Nullable Encoder<?> encoder(Type type) {
		if (type != Quote.class) {
			return null;
		}
		Encoder<Quote> encoder = (quote, output) -> output.reserve(BLOCK_BYTES)
			.put(0, quote.block(), quote.block().position(), BLOCK_BYTES);
		return encoder;
	}

	private static Quote decode(Message message) {
		if (message.size() != BLOCK_BYTES) {
			throw new DecodingException("payload: " + message.size() + " bytes (expected: " + BLOCK_BYTES + ")", null);
		}
		return new Quote(message.payload());
	}

	/**
	 * A view of a quote.
	 *
	 * @param block the bytes of the message, wherever they are
	 */
	record Quote(ByteBuffer block) {

		static Quote of(long id, double price, String symbol) {
			ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES);
			block.putLong(ID, id).putDouble(PRICE, price).put(SYMBOL, symbol.getBytes(StandardCharsets.US_ASCII));
			return new Quote(block);
		}

		long id() {
			return this.block.getLong(ID);
		}

		double price() {
			return this.block.getDouble(PRICE);
		}

		String symbol() {
			byte[] symbol = new byte[SYMBOL_BYTES];
			this.block.get(SYMBOL, symbol);
			return new String(symbol, StandardCharsets.US_ASCII).trim();
		}

	}

}
