package io.aerosocket.spring.codec;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link DeclaredMember}.
 */
class DeclaredMemberTests {

	private final JsonMapper mapper = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "nothing", textBlock = """
			{"count":"many"}                                | ` at count`
			{}                                              | ` at count`
			{"count":1,"lines":[{"price":1},{"price":"x"}]} | ` at lines[1].price`
			{"count":1,"prices":{"secret":"x"}}             | ` at prices`
			{"count":1,"secret":2}                          | ``
			{"count":1,"lines":[{"price":1,"secret":2}]}    | ` at lines[0]`
			[                                               | ``
			7                                               | ``
			""")
	void namesWhatTheApplicationDeclared(String json, String path) {
		JacksonException error = catchThrowableOfType(JacksonException.class,
				() -> this.mapper.readValue(json, Order.class));
		assertThat(DeclaredMember.of(error)).isEqualTo(path);
	}

	record Order(long count, List<Line> lines, Map<String, Long> prices) {

	}

	record Line(long price) {

	}

}
