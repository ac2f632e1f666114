/**
 * Codecs that are made of Jackson 3: JSON, CBOR and MessagePack.
 */
@NullMarked
package io.aerosocket.spring.codec;

import org.jspecify.annotations.NullMarked;
