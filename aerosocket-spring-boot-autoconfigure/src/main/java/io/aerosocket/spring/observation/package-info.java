/**
 * Observations of handshakes and of handled messages, for metrics and traces through
 * Micrometer; the conventions that name them can be replaced.
 */
@NullMarked
package io.aerosocket.spring.observation;

import org.jspecify.annotations.NullMarked;
