package io.aerosocket.benchmarks.peer;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Helidon, a virtual thread for each connection. Its classes need a later Java than this
 * project is compiled for, so that it is set up by reflection; a message passes one proxy
 * and one method handle more than it would in an application, some nanoseconds beside
 * microseconds.
 */
final class HelidonPeer implements Peer {

	private static final int MESSAGE_ARGUMENTS = 3;

	private static final int FIRST_JAVA = 21;

	@Override
	public String name() {
		return "helidon";
	}

	@Override
	public String version() {
		try {
			return "Helidon " + Class.forName("io.helidon.Main").getPackage().getImplementationVersion();
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return "Helidon";
		}
	}

	@Override
	public RunningPeer start(PeerSettings settings) throws Exception {
		Peer.requireJava(name(), FIRST_JAVA);
		Set<Object> everybody = ConcurrentHashMap.newKeySet();
		Consumer<Object> options = (builder) -> call(builder, "tcpNoDelay", true);
		Object routing = call(Class.forName("io.helidon.webserver.websocket.WsRouting"), "builder");
		call(routing, "endpoint", ECHO, listener(new Sender()));
		call(routing, "endpoint", FANOUT, listener(new Fanout(everybody)));
		Object protocol = call(Class.forName("io.helidon.webserver.websocket.WsConfig"), "builder");
		call(protocol, "maxFrameLength", MAX_MESSAGE_BYTES);
		Object builder = call(Class.forName("io.helidon.webserver.WebServer"), "builder");
		call(builder, "host", "127.0.0.1");
		call(builder, "port", settings.port());
		call(builder, "backlog", NettyServer.BACKLOG);
		call(builder, "connectionOptions", options);
		call(builder, "addRouting", routing);
		call(builder, "addProtocol", call(protocol, "build"));
		Object server = call(call(builder, "build"), "start");
		return new RunningPeer((int) call(server, "port"), () -> call(server, "stop"));
	}

	private static Object listener(InvocationHandler handler) throws ClassNotFoundException {
		Class<?> type = Class.forName("io.helidon.websocket.WsListener");
		return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler);
	}

	/**
	 * Calls a method by its name and arguments.
	 * @param target an object, or a class for a static method
	 * @param name the method's name
	 * @param arguments what it takes
	 * @return what it returns
	 */
	private static Object call(Object target, String name, Object... arguments) {
		Class<?> type = (target instanceof Class<?> itself) ? itself : target.getClass();
		Method method = Arrays.stream(type.getMethods())
			.filter((candidate) -> candidate.getName().equals(name) && takes(candidate, arguments))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(type.getName() + ": no " + name));
		try {
			method.setAccessible(true);
			return method.invoke(target, arguments);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(type.getName() + "." + name + ": failed", ex);
		}
	}

	private static boolean takes(Method method, Object[] arguments) {
		Class<?>[] types = method.getParameterTypes();
		boolean same = types.length == arguments.length;
		for (int i = 0; same && i < types.length; i++) {
			same = MethodType.methodType(types[i]).wrap().returnType().isInstance(arguments[i]);
		}
		return same;
	}

	/**
	 * Sends each message back.
	 */
	private static class Sender implements InvocationHandler {

		private final MethodHandle text;

		private final MethodHandle binary;

		Sender() throws ReflectiveOperationException {
			Class<?> session = Class.forName("io.helidon.websocket.WsSession");
			Class<?> data = Class.forName("io.helidon.common.buffers.BufferData");
			MethodHandles.Lookup lookup = MethodHandles.publicLookup();
			this.text = lookup.unreflect(session.getMethod("send", String.class, boolean.class));
			this.binary = lookup.unreflect(session.getMethod("send", data, boolean.class));
		}

		@Override
		@SuppressWarnings("ReferenceEquality")
		public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
			if (method.getDeclaringClass() == Object.class) {
				return method.getName().equals("equals") ? (Object) (arguments != null && proxy == arguments[0])
						: method.getName().equals("hashCode") ? (Object) System.identityHashCode(proxy) : "listener";
			}
			if (arguments != null && arguments.length == MESSAGE_ARGUMENTS && arguments[2] instanceof Boolean last) {
				message(arguments[0], arguments[1], last);
				return null;
			}
			if (arguments != null) {
				other(method.getName(), arguments[0]);
			}
			return InvocationHandler.invokeDefault(proxy, method, arguments);
		}

		void message(Object session, Object payload, boolean last) throws Throwable {
			send(session, payload, last);
		}

		void other(String event, Object session) {
			// Nobody is counted in or out.
		}

		final void send(Object session, Object payload, boolean last) throws Throwable {
			MethodHandle send = (payload instanceof String) ? this.text : this.binary;
			send.invoke(session, payload, last);
		}

	}

	/**
	 * Sends each message to everybody on the same path.
	 */
	private static final class Fanout extends Sender {

		private final Set<Object> everybody;

		Fanout(Set<Object> everybody) throws ReflectiveOperationException {
			this.everybody = everybody;
		}

		@Override
		void message(Object sender, Object payload, boolean last) throws Throwable {
			for (Object session : this.everybody) {
				send(session, payload, last);
			}
		}

		@Override
		void other(String event, Object session) {
			if (event.equals("onOpen")) {
				this.everybody.add(session);
			}
			else if (event.equals("onClose") || event.equals("onError")) {
				this.everybody.remove(session);
			}
		}

	}

}
