package io.aerosocket.spring.handler;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * Finds the reply for methods with {@link Broadcast}.
 */
final class BroadcastReplies {

	private final @Nullable AeroSocketTemplate template;

	private final ReactiveAdapterRegistry reactive;

	private final Replies replies;

	/**
	 * Creates the finder.
	 * @param settings what handlers have in common
	 * @param replies finds the reply for other methods
	 */
	BroadcastReplies(HandlerSettings settings, Replies replies) {
		this.template = settings.template();
		this.reactive = settings.reactive();
		this.replies = replies;
	}

	/**
	 * Finds the reply for a method, whether it broadcasts or not.
	 * @param method the method
	 * @param event what it is called for
	 * @param returned what it returns
	 * @return the reply
	 * @throws HandlerDeclarationException if what it returns cannot be sent
	 */
	HandlerReply resolve(Method method, HandlerEvent event, ResolvableType returned) {
		Broadcast broadcast = AnnotatedElementUtils.findMergedAnnotation(method, Broadcast.class);
		if (broadcast == null) {
			return (event == HandlerEvent.CLOSE) ? this.replies.nothing(returned) : this.replies.resolve(returned);
		}
		if (event == HandlerEvent.ERROR) {
			throw new HandlerDeclarationException("it is for errors, which concern the sender, and has @Broadcast",
					"remove @Broadcast, and send with an AeroSocketTemplate what others are to hear");
		}
		if (this.template == null) {
			throw new HandlerDeclarationException("it has @Broadcast, but there is no AeroSocketTemplate",
					"set HandlerSettings.template(…)");
		}
		if (this.replies.own(returned) != null) {
			throw new HandlerDeclarationException(
					"it has @Broadcast, but a HandlerReturnValueHandler sends what it returns",
					"remove @Broadcast, or return what is built in");
		}
		return resolve(returned, new BroadcastReply(this.template, broadcast.toSelf(), broadcast.samePathVariables(),
				key(broadcast.conflateBy()), null));
	}

	private static @Nullable Expression key(String expression) {
		if (expression.isEmpty()) {
			return null;
		}
		try {
			return new SpelExpressionParser().parseExpression(expression);
		}
		catch (ParseException ex) {
			throw new HandlerDeclarationException(
					"its conflateBy '" + expression + "' is no expression: " + ex.getMessage(),
					"name a property of what it returns, such as 'symbol'");
		}
	}

	private HandlerReply resolve(ResolvableType type, BroadcastReply broadcast) {
		Class<?> raw = type.resolve(Object.class);
		if (raw == void.class || raw == Void.class) {
			throw nothing();
		}
		DeclarationRules.checkReturned(raw);
		if (raw == Optional.class) {
			return new OptionalReply(resolve(type.getGeneric(0), broadcast));
		}
		if (CompletionStage.class.isAssignableFrom(raw)) {
			return new StageReply(resolve(type.as(CompletionStage.class).getGeneric(0), broadcast));
		}
		ReactiveAdapter adapter = this.reactive.getAdapter(raw);
		if (adapter == null) {
			return broadcast.of(this.replies.written(type));
		}
		if (adapter.isNoValue()) {
			throw nothing();
		}
		return new StreamReply(adapter, resolve(type.getGeneric(0), broadcast));
	}

	private static HandlerDeclarationException nothing() {
		return new HandlerDeclarationException("it has @Broadcast, but returns nothing to send",
				"return the message, or remove @Broadcast");
	}

}
