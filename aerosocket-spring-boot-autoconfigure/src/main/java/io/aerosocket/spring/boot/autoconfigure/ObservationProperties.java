package io.aerosocket.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is observed, below {@code aerosocket.server.observations}.
 *
 * @param enabled Whether handshakes and messages are observed.
 * @param messageSampling Share of the messages that are observed, from 0.0 to 1.0. If not
 * set, a tenth with tracing and none without.
 */
public record ObservationProperties(@DefaultValue("true") boolean enabled, @Nullable Double messageSampling) {

}
