package io.aerosocket.spring.boot.autoconfigure.audit;

import java.time.Instant;
import java.util.Map;

/**
 * Something that whoever answers for security wants to know of. It never has a payload.
 *
 * @param timestamp when it happened
 * @param type what happened
 * @param principal who did it, or an empty text if nobody knows
 * @param data what else is known: numbers, texts, and maps of them
 */
public record SecurityEvent(Instant timestamp, SecurityEventType type, String principal, Map<String, Object> data) {

}
