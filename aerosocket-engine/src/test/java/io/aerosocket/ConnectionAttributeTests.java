package io.aerosocket;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

class ConnectionAttributeTests {

	private static final ConnectionAttribute<Integer> COUNT = ConnectionAttribute.of("count", Integer.class);

	private static final ConnectionAttribute<List<String>> NAMES = ConnectionAttribute.of("names");

	private final Map<String, Object> map = new ConcurrentHashMap<>();

	private final Attributed attributed = () -> this.map;

	@Test
	void aValueIsSetReadAndRemoved() {
		assertThat(this.attributed.get(COUNT)).isNull();
		this.attributed.set(COUNT, 7);
		assertThat(this.attributed.get(COUNT)).isEqualTo(7);
		assertThat(this.attributed.remove(COUNT)).isEqualTo(7);
		assertThat(this.attributed.remove(COUNT)).isNull();
		assertThat(this.map).isEmpty();
	}

	@Test
	void aValueIsTheEntryOfItsNameInTheMap() {
		this.attributed.set(NAMES, List.of("Ada"));
		assertThat(this.map).containsEntry("names", List.of("Ada"));
		assertThat(NAMES.name()).isEqualTo("names");
	}

	@Test
	void aValueOfAnotherTypeIsAnError() {
		this.map.put("count", "seven");
		assertThatIllegalStateException().isThrownBy(() -> this.attributed.get(COUNT))
			.withMessage("attribute: count is a java.lang.String (expected: java.lang.Integer)");
		assertThatIllegalStateException().isThrownBy(() -> this.attributed.getOrCreate(COUNT, () -> 1));
	}

	@Test
	void nullIsNoValue() {
		assertThatNullPointerException().isThrownBy(() -> this.attributed.getOrCreate(COUNT, () -> null));
		assertThatNullPointerException().isThrownBy(() -> this.attributed.set(COUNT, null));
	}

	@Test
	void aValueIsCreatedOnceHoweverManyThreadsAsk() throws Exception {
		AtomicInteger created = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			Callable<Integer> ask = () -> this.attributed.getOrCreate(COUNT, created::incrementAndGet);
			Set<Integer> values = threads.invokeAll(IntStream.range(0, 100).mapToObj((i) -> ask).toList())
				.stream()
				.map(ConnectionAttributeTests::get)
				.collect(Collectors.toSet());
			assertThat(values).containsExactly(1);
		}
		finally {
			threads.shutdown();
		}
	}

	private static Integer get(Future<Integer> future) {
		try {
			return future.get();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
