package io.aerosocket.spring.boot.autoconfigure.audit;

import java.util.LinkedHashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.json.JsonWriter;

/**
 * Writes each event as a line of JSON to a logger of its own.
 */
final class AuditLog implements SecurityEventSink {

	static final String LOGGER = "io.aerosocket.audit";

	private static final Logger logger = LoggerFactory.getLogger(LOGGER);

	private static final JsonWriter<Map<String, Object>> json = JsonWriter.standard();

	@Override
	public void accept(SecurityEvent event) {
		if (logger.isInfoEnabled()) {
			Map<String, Object> line = new LinkedHashMap<>();
			line.put("timestamp", event.timestamp().toString());
			line.put("type", event.type().auditType());
			line.put("principal", event.principal());
			line.putAll(event.data());
			logger.info(json.writeToString(line));
		}
	}

}
