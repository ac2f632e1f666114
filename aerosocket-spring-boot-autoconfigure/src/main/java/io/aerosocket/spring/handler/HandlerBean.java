package io.aerosocket.spring.handler;

import java.util.List;

/**
 * A bean that is inspected.
 *
 * @param name the bean's name
 * @param instance the bean, or its proxy
 * @param type the bean's own class, which carries the annotations
 * @param paths the path patterns, placeholders resolved
 * @param execution where methods run that do not say it
 * @param codecs the codecs of its connections
 */
record HandlerBean(String name, Object instance, Class<?> type, List<String> paths, HandlerExecution execution,
		HandlerCodecs codecs) {

	String label() {
		return label(this.name, this.type);
	}

	static String label(String name, Class<?> type) {
		return "'" + name + "' (" + type.getName() + ")";
	}

}
