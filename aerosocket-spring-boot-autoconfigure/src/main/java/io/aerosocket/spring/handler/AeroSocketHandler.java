package io.aerosocket.spring.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Makes a singleton bean the handler of one or more WebSocket paths. Its {@link OnOpen},
 * {@link OnMessage}, {@link OnClose} and {@link OnError} methods are called for the
 * connections of those paths. One bean serves all connections at the same time, so what
 * belongs to one connection goes into its attributes, not into fields.
 *
 * <pre class="code">
 * &#064;AeroSocketHandler("/echo")
 * class EchoHandler {
 *
 *     &#064;OnMessage
 *     String echo(String text) {
 *         return text;
 *     }
 *
 * }
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface AeroSocketHandler {

	/**
	 * Alias for {@link #path}.
	 * @return the path patterns
	 */
	@AliasFor("path")
	String[] value() default {};

	/**
	 * The paths served, for example {@code /chat/{room}}: a variable stands for one
	 * segment. Placeholders such as <code>${chat.path}</code> are resolved.
	 * @return the path patterns
	 */
	@AliasFor("value")
	String[] path() default {};

	/**
	 * The subprotocols spoken on these paths, the favourite first. Those of the server
	 * unless set. One that is a codec's name, or ends in a dot or a plus sign and that
	 * name, makes it the codec of its connections.
	 * @return names of subprotocols
	 */
	String[] subprotocols() default {};

	/**
	 * The name of the codec of connections whose subprotocol names none, such as
	 * {@code json} or {@code cbor}. That of the server unless set.
	 * @return the name of a codec
	 */
	String codec() default "";

	/**
	 * The member of messages that names their route, see {@link OnMessage#value()}. That
	 * of the server unless set.
	 * @return the name of a member
	 */
	String routeProperty() default "";

	/**
	 * The member of messages with a route that holds their payload, in which replies are
	 * sent too. That of the server unless set, and where there is none, the whole message
	 * is the payload.
	 * @return the name of a member
	 */
	String payloadProperty() default "";

	/**
	 * Where methods run that do not say it themselves.
	 * @return the execution
	 */
	HandlerExecution execution() default HandlerExecution.AUTO;

	/**
	 * What happens to a peer that reads too slowly.
	 * @return the policy
	 */
	SlowConsumer slowConsumer() default SlowConsumer.DEFAULT;

	/**
	 * Whether messages are compressed, with peers that can do so.
	 * @return the mode; its details are those of the server
	 */
	Compression compression() default Compression.DEFAULT;

}
