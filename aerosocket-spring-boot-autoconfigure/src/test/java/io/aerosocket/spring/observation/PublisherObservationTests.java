package io.aerosocket.spring.observation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.mockito.Answers;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import io.aerosocket.Connection;
import io.aerosocket.Message;
import io.aerosocket.spring.handler.HandlerCall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * An observed message ends when what its method returned does.
 */
class PublisherObservationTests {

	private final List<String> ended = new ArrayList<>();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final MessageObservations observations;

	PublisherObservationTests() {
		this.registry.observationConfig().observationHandler(new Ends());
		this.observations = new MessageObservations(this.registry, null, null, 1);
	}

	@Test
	void completed() throws Throwable {
		Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
		List<Object> items = new ArrayList<>();
		((Flux<?>) observe(sink.asFlux())).subscribe(items::add);
		sink.tryEmitNext("one");
		assertThat(items).containsExactly("one");
		assertThat(this.ended).isEmpty();
		sink.tryEmitComplete();
		assertThat(this.ended).containsExactly("none");
	}

	@Test
	void failed() throws Throwable {
		Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
		List<Throwable> errors = new ArrayList<>();
		((Flux<?>) observe(sink.asFlux())).subscribe((item) -> {
		}, errors::add);
		assertThat(this.ended).isEmpty();
		sink.tryEmitError(new IllegalStateException("no more"));
		assertThat(this.ended).containsExactly("IllegalStateException");
		assertThat(errors).hasSize(1);
	}

	@Test
	void cancelled() throws Throwable {
		Sinks.Many<String> sink = Sinks.many().unicast().onBackpressureBuffer();
		((Flux<?>) observe(sink.asFlux())).subscribe().dispose();
		assertThat(this.ended).containsExactly("none");
		assertThat(sink.currentSubscriberCount()).isZero();
	}

	@Test
	void aMonoIsStillOne() throws Throwable {
		Sinks.One<String> sink = Sinks.one();
		List<Object> items = new ArrayList<>();
		((Mono<?>) observe(sink.asMono())).subscribe(items::add);
		assertThat(this.ended).isEmpty();
		sink.tryEmitValue("one");
		assertThat(items).containsExactly("one");
		assertThat(this.ended).containsExactly("none");
	}

	@Test
	void aStageAndAPlainValue() throws Throwable {
		CompletableFuture<String> stage = new CompletableFuture<>();
		assertThat(observe(stage)).isSameAs(stage);
		assertThat(this.ended).isEmpty();
		stage.complete("done");
		assertThat(this.ended).hasSize(1);
		assertThat(observe("now")).isEqualTo("now");
		assertThat(observe(null)).isNull();
		assertThat(this.ended).hasSize(3);
	}

	private Object observe(Object result) throws Throwable {
		HandlerCall call = mock();
		Connection connection = mock(Answers.RETURNS_DEEP_STUBS);
		given(connection.id()).willReturn("7");
		given(connection.handshake().pathPattern()).willReturn("/observed");
		given(call.connection()).willReturn(connection);
		given(call.cause()).willReturn(mock(Message.Text.class));
		given(call.method()).willReturn(PublisherObservationTests.class.getDeclaredMethod("completed"));
		given(call.proceed()).willReturn(result);
		return this.observations.intercept(call);
	}

	/**
	 * Notes with which exception observations end.
	 */
	private final class Ends implements ObservationHandler<AeroSocketMessageObservationContext> {

		@Override
		public void onStop(AeroSocketMessageObservationContext context) {
			Throwable error = context.getError();
			PublisherObservationTests.this.ended.add((error != null) ? error.getClass().getSimpleName() : "none");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof AeroSocketMessageObservationContext;
		}

	}

}
