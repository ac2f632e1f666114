package io.aerosocket.server;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.netty.util.ResourceLeakTracker;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class when Netty's leak detector found a buffer that nobody released.
 * <p>
 * Registered for every class through {@code META-INF/services} (JUnit's automatic
 * detection), so that it is loaded, and its detectors are in place, before the first
 * buffer is made. Netty reports a leak only when a later resource is tracked, so each
 * class ends with a collection and a resource tracked on every detector. A leak whose
 * buffer is still reachable then is reported at the end of a later class: the recorded
 * places of access say where it was made.
 */
public final class LeakGuard implements BeforeAllCallback, AfterAllCallback {

	private static final int COLLECTIONS = 2;

	private static final long COLLECTION_MILLIS = 5000;

	private static final List<ReportingDetector<?>> detectors = new CopyOnWriteArrayList<>();

	private static final Queue<String> leaks = new ConcurrentLinkedQueue<>();

	static {
		ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ReportingFactory());
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		if (!ResourceLeakDetector.isEnabled()) {
			throw new IllegalStateException("io.netty.leakDetection.level: disabled (expected: paranoid)");
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		List<String> found = collect();
		if (!found.isEmpty()) {
			throw new AssertionError(found.size() + " leaked: " + String.join("\n", found));
		}
	}

	/**
	 * Looks for resources that became unreachable without having been released, and
	 * forgets them.
	 * @return one report for each leak that was found since the last call
	 */
	static List<String> collect() {
		for (int i = 0; i < COLLECTIONS; i++) {
			collectGarbage();
			detectors.forEach(ReportingDetector::trackOneMore);
		}
		List<String> found = List.copyOf(leaks);
		leaks.removeAll(found);
		return found;
	}

	/**
	 * Collects until the JVM has told of it. References that one collection cleared are
	 * queued in any order, so that only the next one is sure to come after all of them.
	 */
	private static void collectGarbage() {
		ReferenceQueue<Object> cleared = new ReferenceQueue<>();
		WeakReference<Object> garbage = new WeakReference<>(new Object(), cleared);
		System.gc();
		try {
			if (cleared.remove(COLLECTION_MILLIS) != garbage) {
				throw new IllegalStateException("System.gc() does nothing (expected: no -XX:+DisableExplicitGC)");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Makes detectors that report to the guard, for every kind of resource.
	 */
	private static final class ReportingFactory extends ResourceLeakDetectorFactory {

		@Override
		@SuppressWarnings("deprecation")
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval,
				long maxActive) {
			return newResourceLeakDetector(resource, samplingInterval);
		}

		@Override
		public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
			ReportingDetector<T> detector = new ReportingDetector<>(resource, samplingInterval);
			detectors.add(detector);
			return detector;
		}

	}

	/**
	 * Keeps what Netty's own detector would only log.
	 */
	private static final class ReportingDetector<T> extends ResourceLeakDetector<T> {

		ReportingDetector(Class<?> resource, int samplingInterval) {
			super(resource, samplingInterval);
		}

		@SuppressWarnings("unchecked")
		void trackOneMore() {
			T resource = (T) new Object();
			ResourceLeakTracker<T> tracker = trackForcibly(resource);
			tracker.close(resource);
		}

		@Override
		protected boolean needReport() {
			return true;
		}

		@Override
		protected void reportTracedLeak(String resourceType, String records) {
			super.reportTracedLeak(resourceType, records);
			leaks.add(resourceType + " was not released. Touched at:" + records);
		}

		@Override
		protected void reportUntracedLeak(String resourceType) {
			super.reportUntracedLeak(resourceType);
			leaks.add(resourceType + " was not released.");
		}

	}

}
