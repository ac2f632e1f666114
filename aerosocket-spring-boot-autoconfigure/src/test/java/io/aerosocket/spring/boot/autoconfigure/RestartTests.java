package io.aerosocket.spring.boot.autoconfigure;

import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.boot.devtools.restart.classloader.RestartClassLoader;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application is started again and again in one JVM, as DevTools does when its classes
 * change: on the same port, and without keeping anything of the one before.
 */
class RestartTests {

	private static final Pattern STARTED = Pattern.compile("AeroSocket started on port (\\d+)");

	@TempDir
	private Path directory;

	@Test
	void devToolsRestartsWithNewClassLoaderOnTheSamePort() throws Exception {
		Path watched = Files.createDirectory(this.directory.resolve("watched"));
		int port = freePort();
		try (ForkedApplication application = ForkedApplication.start(DevToolsApplication.class, watched,
				"--spring.main.web-application-type=none", "--aerosocket.server.port=" + port,
				"--spring.devtools.restart.trigger-file=trigger", "--spring.devtools.restart.poll-interval=100ms",
				"--spring.devtools.restart.quiet-period=50ms")) {
			application.await(STARTED, 1);
			String first = classLoader(port);
			assertThat(first).contains("RestartClassLoader");
			Files.writeString(watched.resolve("changed.properties"), "a=b");
			Files.writeString(watched.resolve("trigger"), "now");
			application.await(STARTED, 2);
			assertThat(classLoader(port)).contains("RestartClassLoader").isNotEqualTo(first);
		}
	}

	@Test
	void classLoadersOfClosedContextsAreCollected() throws Exception {
		Path classes = Files.createDirectory(this.directory.resolve("classes"));
		try (ForkedApplication restarts = ForkedApplication.start(Restarts.class, classes,
				String.valueOf(freePort()))) {
			assertThat(restarts.await(Pattern.compile("(\\d+) of 20 class loaders are left"), 1).group(1))
				.isEqualTo("0");
		}
	}

	private static String classLoader(int port) throws InterruptedException {
		try (TestClient client = TestClient.connect(port, "/loader")) {
			return client.send("{\"greeting\":\"Hello\"}").receive();
		}
	}

	private static int freePort() throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	/**
	 * Starts and stops the application twenty times, each time with new classes.
	 */
	public static class Restarts {

		public static void main(String[] args) throws Exception {
			// It would keep the contexts for a restart of its own.
			System.setProperty("spring.devtools.restart.enabled", "false");
			Restarter.disable();
			int port = Integer.parseInt(args[0]);
			List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				loaders.add(run(port));
			}
			for (int i = 0; i < 50 && left(loaders) > 0; i++) {
				System.gc();
			}
			System.out.println(left(loaders) + " of 20 class loaders are left");
		}

		private static long left(List<WeakReference<ClassLoader>> loaders) {
			return loaders.stream().filter((loader) -> !loader.refersTo(null)).count();
		}

		private static WeakReference<ClassLoader> run(int port) throws Exception {
			URL classes = Restarts.class.getProtectionDomain().getCodeSource().getLocation();
			ClassLoader loader = new RestartClassLoader(Restarts.class.getClassLoader(), new URL[] { classes });
			try (ConfigurableApplicationContext context = start(loader, port)) {
				assertThat(context.isActive()).isTrue();
				assertThat(classLoader(port)).isEqualTo(loader.toString());
			}
			return new WeakReference<>(loader);
		}

		private static ConfigurableApplicationContext start(ClassLoader loader, int port)
				throws ClassNotFoundException {
			Thread thread = Thread.currentThread();
			ClassLoader before = thread.getContextClassLoader();
			thread.setContextClassLoader(loader);
			try {
				SpringApplication application = new SpringApplication(loader.loadClass(Application.class.getName()));
				application.setWebApplicationType(WebApplicationType.NONE);
				application.setRegisterShutdownHook(false);
				return application.run("--aerosocket.server.port=" + port, "--aerosocket.server.event-loops=1",
						"--logging.register-shutdown-hook=false");
			}
			finally {
				thread.setContextClassLoader(before);
			}
		}

	}

	@ImportAutoConfiguration({ JacksonAutoConfiguration.class, AeroSocketServerAutoConfiguration.class })
	@Import(LoaderHandler.class)
	static class Application {

	}

	@EnableAutoConfiguration
	@Import(LoaderHandler.class)
	public static class DevToolsApplication {

		public static void main(String[] args) {
			SpringApplication.run(DevToolsApplication.class, args);
		}

	}

	record Question(String greeting) {

	}

	@AeroSocketHandler("/loader")
	static class LoaderHandler {

		@OnMessage
		String on(Question question) {
			return String.valueOf(getClass().getClassLoader());
		}

	}

}
