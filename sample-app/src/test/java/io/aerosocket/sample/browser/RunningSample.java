package io.aerosocket.sample.browser;

import java.util.stream.Stream;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.aerosocket.sample.SampleApplication;
import io.aerosocket.server.AeroServer;

/**
 * The application on ports that it keeps when it is restarted.
 */
final class RunningSample implements AutoCloseable {

	private final String[] arguments;

	private ConfigurableApplicationContext context;

	private int pagePort;

	private int socketPort;

	/**
	 * Starts the application.
	 * @param arguments further arguments, such as {@code --property=value}
	 */
	RunningSample(String... arguments) {
		this.arguments = arguments;
		start();
		this.pagePort = this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		this.socketPort = this.context.getBean(AeroServer.class).port();
	}

	void start() {
		Stream<String> fixed = Stream.of("--server.port=" + this.pagePort,
				"--aerosocket.server.port=" + this.socketPort, "--aerosocket.server.shutdown.drain-window=0s");
		this.context = new SpringApplicationBuilder(SampleApplication.class)
			.run(Stream.concat(fixed, Stream.of(this.arguments)).toArray(String[]::new));
	}

	void stop() {
		this.context.close();
	}

	String socketUrl(String path) {
		return "ws://localhost:" + this.socketPort + path;
	}

	String url(String path) {
		return "http://localhost:" + this.pagePort + path;
	}

	@Override
	public void close() {
		stop();
	}

}
