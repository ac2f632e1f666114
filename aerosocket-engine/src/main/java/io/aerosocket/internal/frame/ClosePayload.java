package io.aerosocket.internal.frame;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.ProtocolViolationException;

/**
 * What a Close frame carries: nothing, or a code and a text (RFC 6455 sections 5.5.1 and
 * 7.4).
 */
public final class ClosePayload {

	private static final int MAX_TEXT_BYTES = 123;

	private ClosePayload() {
	}

	/**
	 * Reads a payload.
	 * @param bytes holds it
	 * @param index where it starts
	 * @param length its size in bytes, 0 to 125
	 * @return the code and text; code 1005 for an empty payload
	 * @throws ProtocolViolationException with 1002 if the code is missing or must not
	 * travel, with 1007 if the text is not UTF-8
	 */
	public static CloseReason read(ByteBuffer bytes, int index, int length) {
		if (length == 0) {
			return new CloseReason(CloseCode.NO_STATUS, "", true);
		}
		if (length == 1) {
			throw new ProtocolViolationException(CloseCode.PROTOCOL_ERROR, "a Close payload of one byte has no code");
		}
		int code = bytes.getShort(index) & 0xFFFF;
		if (!CloseCode.isSendable(code)) {
			throw new ProtocolViolationException(CloseCode.PROTOCOL_ERROR, "close code " + code + " must not be sent");
		}
		byte[] text = new byte[length - Short.BYTES];
		bytes.get(index + Short.BYTES, text);
		try {
			return new CloseReason(new CloseCode(code),
					StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString(), true);
		}
		catch (CharacterCodingException ex) {
			throw new ProtocolViolationException(CloseCode.INVALID_PAYLOAD, "the close reason is not UTF-8");
		}
	}

	/**
	 * Makes a payload.
	 * @param reason the code and text; the text is cut before the character that would
	 * exceed what fits
	 * @return at most 125 bytes, none for code 1005
	 */
	public static byte[] toBytes(CloseReason reason) {
		if (reason.code().equals(CloseCode.NO_STATUS)) {
			return new byte[0];
		}
		ByteBuffer payload = ByteBuffer.allocate(Short.BYTES + MAX_TEXT_BYTES);
		payload.putShort((short) reason.code().value());
		CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder()
			.onMalformedInput(CodingErrorAction.REPLACE)
			.onUnmappableCharacter(CodingErrorAction.REPLACE);
		encoder.encode(CharBuffer.wrap(reason.text()), payload, true);
		byte[] bytes = new byte[payload.position()];
		payload.flip().get(bytes);
		return bytes;
	}

}
