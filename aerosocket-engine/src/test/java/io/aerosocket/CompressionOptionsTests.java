package io.aerosocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CompressionOptionsTests {

	@Test
	void theDefaultsAreThoseOfThePlan() {
		assertThat(CompressionOptions.of(CompressionMode.SHARED))
			.isEqualTo(new CompressionOptions(CompressionMode.SHARED, 1, 1024, 100, 15));
		assertThat(CompressionOptions.OFF.mode()).isEqualTo(CompressionMode.OFF);
	}

	@Test
	void eachOptionIsSetByItself() {
		assertThat(CompressionOptions.of(CompressionMode.DEDICATED)
			.withLevel(9)
			.withMinSize(0)
			.withMaxRatio(7)
			.withWindowBits(8)).isEqualTo(new CompressionOptions(CompressionMode.DEDICATED, 9, 0, 7, 8));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0  | 0  | 1 | 15 | compression level: 0 (expected: 1-9)
			10 | 0  | 1 | 15 | compression level: 10 (expected: 1-9)
			1  | -1 | 1 | 15 | compression minSize: -1 (expected: 0 or more)
			1  | 0  | 0 | 15 | compression maxRatio: 0 (expected: 1-1000000)
			1  | 0  | 1 | 7  | compression windowBits: 7 (expected: 8-15)
			1  | 0  | 1 | 16 | compression windowBits: 16 (expected: 8-15)
			""")
	void eachOptionHasARange(int level, int minSize, int maxRatio, int windowBits, String message) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new CompressionOptions(CompressionMode.SHARED, level, minSize, maxRatio, windowBits))
			.withMessage(message);
	}

}
