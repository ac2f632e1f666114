package io.aerosocket.sample.browser;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.aerosocket.sample.SampleApplication;
import io.aerosocket.server.AeroServer;

/**
 * The application on ports that it keeps when it is restarted.
 */
final class RunningSample implements AutoCloseable {

	private ConfigurableApplicationContext context;

	private int pagePort;

	private int socketPort;

	RunningSample() {
		start();
		this.pagePort = this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		this.socketPort = this.context.getBean(AeroServer.class).port();
	}

	void start() {
		this.context = new SpringApplicationBuilder(SampleApplication.class).run("--server.port=" + this.pagePort,
				"--aerosocket.server.port=" + this.socketPort, "--aerosocket.server.shutdown.drain-window=0s");
	}

	void stop() {
		this.context.close();
	}

	String url(String path) {
		return "http://localhost:" + this.pagePort + path;
	}

	@Override
	public void close() {
		stop();
	}

}
