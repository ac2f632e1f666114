package io.aerosocket.spring.boot.autoconfigure;

import java.lang.reflect.RecordComponent;

import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Lets {@link SettingValues} take properties apart in a native image.
 */
final class SettingsRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		register(hints, AeroSocketServerProperties.class);
	}

	private static void register(RuntimeHints hints, Class<?> type) {
		hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
		for (RecordComponent component : type.getRecordComponents()) {
			if (component.getType().isRecord()) {
				register(hints, component.getType());
			}
		}
	}

}
