package io.aerosocket.spring.boot.test.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.autoconfigure.OverrideAutoConfiguration;
import org.springframework.boot.test.context.filter.annotation.TypeExcludeFilters;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.core.annotation.AliasFor;
import org.springframework.test.context.BootstrapWith;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.memory.AeroSocketTestClock;
import io.aerosocket.spring.handler.AeroSocketHandler;

/**
 * Tests WebSocket handlers and nothing else of an application. Loads
 * {@link AeroSocketHandler @AeroSocketHandler} beans with what takes part in their calls:
 * advice, codecs and converters, resolvers of arguments and return values, handshake
 * interceptors, customizers, Jackson, validation. Other components are not scanned:
 * define them with {@code @MockitoBean}, or bring them with {@code @Import}.
 * <p>
 * The server is the real one, from handshake to frames, limits and heartbeats, on a
 * network in memory: it has no port, and its clock stands still until the test turns it.
 * An {@link AeroSocketTestClient} that knows it and its {@link AeroSocketTestClock} can
 * be injected.
 *
 * <pre class="code">
 * &#064;AeroSocketTest(ChatHandler.class)
 * class ChatHandlerTests {
 *
 *     &#064;Autowired
 *     AeroSocketTestClient client;
 *
 *     &#064;MockitoBean
 *     Moderation moderation;
 *
 *     &#064;Test
 *     void greets() {
 *         this.client.connect("/chat/lobby").expectJson("{'text':'Welcome to lobby'}");
 *     }
 *
 * }
 * </pre>
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@BootstrapWith(AeroSocketTestContextBootstrapper.class)
@ExtendWith(SpringExtension.class)
@OverrideAutoConfiguration(enabled = false)
@TypeExcludeFilters(AeroSocketTypeExcludeFilter.class)
@AutoConfigureAeroSocket
@AutoConfigureInMemoryAeroSocket
@ImportAutoConfiguration
public @interface AeroSocketTest {

	/**
	 * Properties to add to the environment, in form {@code key=value}.
	 * @return the properties
	 */
	String[] properties() default {};

	/**
	 * The handlers to load. Short for {@link #handlers()}.
	 * @return classes of handlers; all unless set
	 */
	@AliasFor("handlers")
	Class<?>[] value() default {};

	/**
	 * The handlers to load.
	 * @return classes of handlers; all unless set
	 */
	@AliasFor("value")
	Class<?>[] handlers() default {};

	/**
	 * Whether to load what this annotation says it loads.
	 * @return {@code true} unless only {@link #includeFilters()} are to count
	 */
	boolean useDefaultFilters() default true;

	/**
	 * Which components to load besides.
	 * @return filters
	 */
	Filter[] includeFilters() default {};

	/**
	 * Which components not to load.
	 * @return filters
	 */
	Filter[] excludeFilters() default {};

	/**
	 * Which auto-configurations to leave out.
	 * @return classes of auto-configurations
	 */
	@AliasFor(annotation = ImportAutoConfiguration.class, attribute = "exclude")
	Class<?>[] excludeAutoConfiguration() default {};

}
