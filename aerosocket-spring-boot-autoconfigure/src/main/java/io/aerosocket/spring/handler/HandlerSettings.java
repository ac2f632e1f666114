package io.aerosocket.spring.handler;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.convert.ConversionService;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.validation.Validator;

import io.aerosocket.Execution;
import io.aerosocket.codec.Codec;

/**
 * What handlers have in common.
 *
 * @param conversion converts path variables, request parameters and headers
 * @param codecs read and write objects
 * @param codec the name of the codec of those who ask for none, or {@code null} for JSON
 * where there is one
 * @param subprotocols what the server speaks, for handlers that do not say it
 * @param validator validates payloads, or {@code null} when none are
 * @param reactive knows the reactive types
 * @param argumentResolvers the application's own, asked before the built-in ones
 * @param returnValueHandlers the application's own, asked before the built-in ones
 * @param execution where methods run that do not say it; {@code AUTO} to infer it
 * @param virtualThreads whether inference takes virtual threads rather than workers
 * @param template sends what methods with {@link Broadcast} return, or {@code null} when
 * there are none
 * @param interceptors surround calls, the first outermost
 * @param routing how messages find their method
 * @param loggingContext whether the id, path and user of a connection are in the logging
 * context while its methods run
 * @param contextPropagation whether what handshake interceptors set for their thread is
 * set for handler methods too, with Micrometer's context propagation
 */
public record HandlerSettings(ConversionService conversion, List<Codec> codecs, @Nullable String codec,
		List<String> subprotocols, @Nullable Validator validator, ReactiveAdapterRegistry reactive,
		List<HandlerArgumentResolver> argumentResolvers, List<HandlerReturnValueHandler> returnValueHandlers,
		HandlerExecution execution, boolean virtualThreads, @Nullable AeroSocketTemplate template,
		List<HandlerCallInterceptor> interceptors, RoutingSettings routing, boolean loggingContext,
		boolean contextPropagation) {

	public HandlerSettings {
		codecs = List.copyOf(codecs);
		subprotocols = List.copyOf(subprotocols);
		argumentResolvers = List.copyOf(argumentResolvers);
		returnValueHandlers = List.copyOf(returnValueHandlers);
		interceptors = List.copyOf(interceptors);
	}

	/**
	 * Returns where code runs that may block and that no method belongs to.
	 * @return a worker or a virtual thread
	 */
	Execution blockingExecution() {
		return this.virtualThreads ? Execution.VIRTUAL_THREAD : Execution.WORKER;
	}

	/**
	 * Starts with the defaults.
	 * @return a builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Collects settings.
	 */
	public static final class Builder {

		private ConversionService conversion = DefaultConversionService.getSharedInstance();

		private List<Codec> codecs = List.of();

		private @Nullable String codec;

		private List<String> subprotocols = List.of();

		private @Nullable Validator validator;

		private ReactiveAdapterRegistry reactive = ReactiveAdapterRegistry.getSharedInstance();

		private List<HandlerArgumentResolver> argumentResolvers = List.of();

		private List<HandlerReturnValueHandler> returnValueHandlers = List.of();

		private HandlerExecution execution = HandlerExecution.AUTO;

		private boolean virtualThreads;

		private @Nullable AeroSocketTemplate template;

		private List<HandlerCallInterceptor> interceptors = List.of();

		private RoutingSettings routing = RoutingSettings.DEFAULT;

		private boolean loggingContext;

		private boolean contextPropagation;

		private Builder() {
		}

		/**
		 * Sets what converts path variables, request parameters and headers.
		 * @param conversion the service; Spring's default one unless set
		 * @return this builder
		 */
		public Builder conversion(ConversionService conversion) {
			this.conversion = conversion;
			return this;
		}

		/**
		 * Sets what reads and writes objects.
		 * @param codecs the codecs, the first choice first; none unless set, so that
		 * handlers deal with text and bytes only
		 * @return this builder
		 */
		public Builder codecs(List<Codec> codecs) {
			this.codecs = codecs;
			return this;
		}

		/**
		 * Sets the codec of connections that ask for none.
		 * @param codec the name of a codec; {@code null}, for JSON where there is one,
		 * unless set
		 * @return this builder
		 */
		public Builder codec(@Nullable String codec) {
			this.codec = codec;
			return this;
		}

		/**
		 * Sets what handlers speak that do not say it.
		 * @param subprotocols the server's subprotocols; none unless set
		 * @return this builder
		 */
		public Builder subprotocols(List<String> subprotocols) {
			this.subprotocols = subprotocols;
			return this;
		}

		/**
		 * Sets what validates payloads.
		 * @param validator the validator; none unless set
		 * @return this builder
		 */
		public Builder validator(@Nullable Validator validator) {
			this.validator = validator;
			return this;
		}

		/**
		 * Sets what knows the reactive types.
		 * @param reactive the registry; the shared one unless set
		 * @return this builder
		 */
		public Builder reactive(ReactiveAdapterRegistry reactive) {
			this.reactive = reactive;
			return this;
		}

		/**
		 * Sets the application's own resolvers.
		 * @param resolvers the resolvers; none unless set
		 * @return this builder
		 */
		public Builder argumentResolvers(List<HandlerArgumentResolver> resolvers) {
			this.argumentResolvers = resolvers;
			return this;
		}

		/**
		 * Sets the application's own return value handlers.
		 * @param handlers the handlers; none unless set
		 * @return this builder
		 */
		public Builder returnValueHandlers(List<HandlerReturnValueHandler> handlers) {
			this.returnValueHandlers = handlers;
			return this;
		}

		/**
		 * Sets where methods run that do not say it.
		 * @param execution the execution; inferred unless set
		 * @return this builder
		 */
		public Builder execution(HandlerExecution execution) {
			this.execution = execution;
			return this;
		}

		/**
		 * Sets whether inference takes virtual threads rather than workers.
		 * @param virtualThreads {@code false} unless set
		 * @return this builder
		 */
		public Builder virtualThreads(boolean virtualThreads) {
			this.virtualThreads = virtualThreads;
			return this;
		}

		/**
		 * Sets what sends the results of methods with {@link Broadcast}.
		 * @param template the template; none unless set
		 * @return this builder
		 */
		public Builder template(@Nullable AeroSocketTemplate template) {
			this.template = template;
			return this;
		}

		/**
		 * Sets what surrounds the calls of handler methods.
		 * @param interceptors the interceptors, the first outermost; none unless set
		 * @return this builder
		 */
		public Builder interceptors(List<HandlerCallInterceptor> interceptors) {
			this.interceptors = interceptors;
			return this;
		}

		/**
		 * Sets whether the id, path and user of a connection are in the logging context
		 * (MDC) while its methods run, see
		 * {@link io.aerosocket.telemetry.LoggingContext}.
		 * @param loggingContext {@code false} unless set
		 * @return this builder
		 */
		public Builder loggingContext(boolean loggingContext) {
			this.loggingContext = loggingContext;
			return this;
		}

		/**
		 * Sets how messages find their method.
		 * @param routing the settings; {@link RoutingSettings#DEFAULT} unless set
		 * @return this builder
		 */
		public Builder routing(RoutingSettings routing) {
			this.routing = routing;
			return this;
		}

		/**
		 * Sets whether what handshake interceptors set for their thread is set for
		 * handler methods too. Needs {@code io.micrometer:context-propagation}.
		 * @param contextPropagation {@code false} unless set
		 * @return this builder
		 */
		public Builder contextPropagation(boolean contextPropagation) {
			this.contextPropagation = contextPropagation;
			return this;
		}

		/**
		 * Returns the settings.
		 * @return the settings
		 */
		public HandlerSettings build() {
			return new HandlerSettings(this.conversion, this.codecs, this.codec, this.subprotocols, this.validator,
					this.reactive, this.argumentResolvers, this.returnValueHandlers, this.execution,
					this.virtualThreads, this.template, this.interceptors, this.routing, this.loggingContext,
					this.contextPropagation);
		}

	}

}
