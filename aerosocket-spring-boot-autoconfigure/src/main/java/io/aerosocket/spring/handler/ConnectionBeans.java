package io.aerosocket.spring.handler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.Scope;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionAttribute;

/**
 * The scope of {@link ConnectionScope}. Its beans are kept with their connection, so that
 * a connection that uses none costs nothing.
 */
public final class ConnectionBeans implements Scope {

	/** The name of the scope. */
	public static final String SCOPE = "connection";

	/** The name of the bean that is the connection itself. */
	public static final String CONNECTION = "aeroSocketConnection";

	private static final Logger logger = LoggerFactory.getLogger(ConnectionBeans.class);

	private static final ConnectionAttribute<Beans> BEANS = ConnectionAttribute.of(ConnectionBeans.class.getName(),
			Beans.class);

	/**
	 * Creates the scope.
	 */
	public ConnectionBeans() {
	}

	/**
	 * Returns whether an application has beans of this scope.
	 * @param beanFactory the application's beans
	 * @return whether there is any
	 */
	static boolean areDefinedIn(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getMergedBeanDefinition(name);
			if (SCOPE.equals(definition.getScope()) && !name.equals(CONNECTION)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns the connection whose beans a thread sees.
	 * @return the connection that this thread handles a call of
	 * @throws org.springframework.beans.BeansException if it handles none
	 */
	public static Connection current() {
		return current(CONNECTION);
	}

	/**
	 * Destroys the beans of a connection that has ended.
	 * @param connection the connection
	 */
	static void destroy(Connection connection) {
		Beans beans = connection.get(BEANS);
		if (beans != null) {
			beans.destroy();
		}
	}

	@Override
	public Object get(String name, ObjectFactory<?> objectFactory) {
		return current(name).getOrCreate(BEANS, Beans::new).get(name, objectFactory);
	}

	@Override
	public @Nullable Object remove(String name) {
		Beans beans = current(name).get(BEANS);
		return (beans != null) ? beans.remove(name) : null;
	}

	@Override
	public void registerDestructionCallback(String name, Runnable callback) {
		current(name).getOrCreate(BEANS, Beans::new).onDestroy(name, callback);
	}

	@Override
	public @Nullable Object resolveContextualObject(String key) {
		return SCOPE.equals(key) ? CurrentConnection.get() : null;
	}

	@Override
	public @Nullable String getConversationId() {
		Connection connection = CurrentConnection.get();
		return (connection != null) ? connection.id() : null;
	}

	private static Connection current(String name) {
		Connection connection = CurrentConnection.get();
		if (connection == null) {
			String bean = name.replaceFirst("^scopedTarget\\.", "");
			throw new NoConnectionException(bean, bean.equals(CONNECTION)
					? "A Connection is injected into beans with @ConnectionScope only, and while this thread is in a"
							+ " method of an @AeroSocketHandler. Handler methods take theirs as a parameter; to find others,"
							+ " inject Connections or an AeroSocketTemplate"
					: "The bean '" + bean
							+ "' belongs to a connection, but this thread is not in a method of an @AeroSocketHandler. Use it"
							+ " inside of handler methods, not in constructors, in other beans' threads or in stages that"
							+ " complete later");
		}
		return connection;
	}

	/**
	 * The beans of one connection.
	 */
	private static final class Beans {

		// No monitor, which would hold a virtual thread to its carrier.
		private final Lock lock = new ReentrantLock();

		private final Map<String, Object> instances = new LinkedHashMap<>();

		private final Map<String, Runnable> callbacks = new LinkedHashMap<>();

		private boolean destroyed;

		Object get(String name, ObjectFactory<?> factory) {
			this.lock.lock();
			try {
				if (this.destroyed) {
					throw new NoConnectionException(name, "The connection has ended and its beans are destroyed");
				}
				Object instance = this.instances.get(name);
				if (instance == null) {
					instance = factory.getObject();
					this.instances.put(name, instance);
				}
				return instance;
			}
			finally {
				this.lock.unlock();
			}
		}

		@Nullable Object remove(String name) {
			this.lock.lock();
			try {
				this.callbacks.remove(name);
				return this.instances.remove(name);
			}
			finally {
				this.lock.unlock();
			}
		}

		void onDestroy(String name, Runnable callback) {
			this.lock.lock();
			try {
				this.callbacks.put(name, callback);
			}
			finally {
				this.lock.unlock();
			}
		}

		void destroy() {
			List<Runnable> pending;
			this.lock.lock();
			try {
				this.destroyed = true;
				pending = new ArrayList<>(this.callbacks.values());
				this.callbacks.clear();
				this.instances.clear();
			}
			finally {
				this.lock.unlock();
			}
			// Those that were created last may need those that were created first.
			for (int i = pending.size() - 1; i >= 0; i--) {
				destroy(pending.get(i));
			}
		}

		private static void destroy(Runnable callback) {
			try {
				callback.run();
			}
			catch (RuntimeException ex) {
				logger.warn("A bean of a connection could not be destroyed", ex);
			}
		}

	}

}
