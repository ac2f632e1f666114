package io.aerosocket.spring.boot.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.unit.DataSize;
import org.springframework.util.unit.DataUnit;

/**
 * Takes properties apart: each by its name, with its value as somebody would write it.
 */
final class SettingValues {

	private static final DataUnit[] UNITS = { DataUnit.TERABYTES, DataUnit.GIGABYTES, DataUnit.MEGABYTES,
			DataUnit.KILOBYTES };

	private static final String[] SUFFIXES = { "TB", "GB", "MB", "KB" };

	private SettingValues() {
	}

	/**
	 * Takes a record apart.
	 * @param prefix the prefix of its properties
	 * @param properties the record
	 * @return the values by name, {@code null} for those that are not set
	 */
	static Map<String, @Nullable String> of(String prefix, Object properties) {
		Map<String, @Nullable String> values = new LinkedHashMap<>();
		collect(prefix, properties, values);
		return values;
	}

	private static void collect(String prefix, Object properties, Map<String, @Nullable String> values) {
		for (RecordComponent component : properties.getClass().getRecordComponents()) {
			ReflectionUtils.makeAccessible(component.getAccessor());
			Object value = ReflectionUtils.invokeMethod(component.getAccessor(), properties);
			add(prefix + "." + DataObjectPropertyName.toDashedForm(component.getName()), value, values);
		}
	}

	private static void add(String name, @Nullable Object value, Map<String, @Nullable String> values) {
		if (value instanceof Record nested) {
			collect(name, nested, values);
		}
		else if (value instanceof Map<?, ?> map) {
			map.forEach((key, each) -> add(name + "[" + key + "]", each, values));
		}
		else {
			values.put(name, (value != null) ? text(value) : null);
		}
	}

	private static String text(Object value) {
		if (value instanceof Collection<?> all) {
			return all.stream().map(SettingValues::text).collect(Collectors.joining(","));
		}
		if (value instanceof Enum<?> constant) {
			return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
		}
		if (value instanceof InetAddress address) {
			return address.getHostAddress();
		}
		if (value instanceof Duration duration) {
			return text(duration);
		}
		return (value instanceof DataSize size) ? text(size) : String.valueOf(value);
	}

	private static String text(Duration duration) {
		if (duration.toNanosPart() % 1_000_000 != 0) {
			return DurationStyle.SIMPLE.print(duration, ChronoUnit.NANOS);
		}
		return DurationStyle.SIMPLE.print(duration,
				(duration.toMillisPart() != 0) ? ChronoUnit.MILLIS : ChronoUnit.SECONDS);
	}

	private static String text(DataSize size) {
		for (int i = 0; i < UNITS.length; i++) {
			long unit = DataSize.of(1, UNITS[i]).toBytes();
			if (size.toBytes() != 0 && size.toBytes() % unit == 0) {
				return size.toBytes() / unit + SUFFIXES[i];
			}
		}
		return size.toString();
	}

}
