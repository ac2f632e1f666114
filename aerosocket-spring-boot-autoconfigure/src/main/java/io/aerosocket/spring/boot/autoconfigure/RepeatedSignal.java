package io.aerosocket.spring.boot.autoconfigure;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears the operating system ask again, while the application ends already, that it ends.
 * A JVM that is shutting down takes no notice of that by itself.
 * <p>
 * The JDK has no supported way to hear signals, but the module {@code jdk.unsupported}
 * has, which every JDK comes with. Without it nothing is heard.
 */
final class RepeatedSignal implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RepeatedSignal.class);

	private static final List<String> NAMES = List.of("TERM", "INT");

	private final List<Runnable> undo = new ArrayList<>();

	private RepeatedSignal() {
	}

	/**
	 * Begins to listen.
	 * @param action what to do each time, on a thread of the JVM's
	 * @return to be closed when it is of no interest any more
	 */
	static RepeatedSignal listen(Runnable action) {
		RepeatedSignal listening = new RepeatedSignal();
		for (String name : NAMES) {
			try {
				listening.add(name, action);
			}
			catch (ReflectiveOperationException | RuntimeException ex) {
				// With -Xrs, or on a platform without the signal.
				logger.debug("A repeated SIG{} cannot be heard", name, ex);
			}
		}
		return listening;
	}

	@SuppressWarnings("ReferenceEquality") // it is the same proxy or another
	private void add(String name, Runnable action) throws ReflectiveOperationException {
		Class<?> signals = Class.forName("sun.misc.Signal");
		Class<?> handlers = Class.forName("sun.misc.SignalHandler");
		Method handle = signals.getMethod("handle", signals, handlers);
		Object signal = signals.getConstructor(String.class).newInstance(name);
		Object[] before = new Object[1];
		InvocationHandler ours = (proxy, method, arguments) -> switch (method.getName()) {
			case "handle" -> {
				action.run();
				// It may be the first that the JVM hears of it, if only the context is
				// closing.
				yield (before[0] != null) ? method.invoke(before[0], arguments) : null;
			}
			case "equals" -> proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> "RepeatedSignal[" + name + "]";
		};
		before[0] = handle.invoke(null, signal,
				Proxy.newProxyInstance(handlers.getClassLoader(), new Class<?>[] { handlers }, ours));
		this.undo.add(() -> {
			try {
				handle.invoke(null, signal, before[0]);
			}
			catch (ReflectiveOperationException ex) {
				logger.debug("SIG{} could not be left to who heard it before", name, ex);
			}
		});
	}

	@Override
	public void close() {
		this.undo.forEach(Runnable::run);
	}

}
