/**
 * What to write a codec against: what turns payloads into objects and back. Formats that
 * need a library, such as JSON, are elsewhere; here are texts and bytes as they are.
 * <p>
 * A {@link io.aerosocket.codec.Codec} is asked once for each type, at start-up, for a
 * {@link io.aerosocket.codec.Decoder} and an {@link io.aerosocket.codec.Encoder}; a
 * message costs a call of those.
 */
@NullMarked
package io.aerosocket.codec;

import org.jspecify.annotations.NullMarked;
