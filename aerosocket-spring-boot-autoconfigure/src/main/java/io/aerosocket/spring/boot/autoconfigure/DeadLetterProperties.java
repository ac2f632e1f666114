package io.aerosocket.spring.boot.autoconfigure;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of what waits for dead letter sinks, below
 * {@code aerosocket.server.dead-letters}.
 *
 * @param maxPending Maximum number of messages that were given up and wait for slow
 * DeadLetterSink beans before they are lost.
 * @param maxPendingBytes Maximum size of messages that were given up and wait for slow
 * DeadLetterSink beans before they are lost.
 */
public record DeadLetterProperties(@DefaultValue("1000") int maxPending,
		@DefaultValue("4MB") DataSize maxPendingBytes) {

}
