package io.aerosocket.sample.browser;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for pages whose server goes away and comes back.
 */
@NeedsChromium
class RestartInBrowserTests {

	private static final String OPEN = "document.documentElement.dataset.socket === 'open'";

	private static Chromium chromium;

	private RunningSample sample;

	@BeforeAll
	static void startBrowser() throws IOException {
		chromium = Chromium.start(Chromium.find().orElseThrow());
	}

	@AfterAll
	static void stopBrowser() {
		if (chromium != null) {
			chromium.close();
		}
	}

	@BeforeEach
	void start() {
		this.sample = new RunningSample();
	}

	@Test
	void theChatComesBackAndDeliversWhatWasTypedMeanwhile() {
		try (Tab ada = chromium.open(this.sample.url("/chat.html?room=phoenix&name=Ada"));
				Tab grace = chromium.open(this.sample.url("/chat.html?room=phoenix&name=Grace"))) {
			ada.awaitText("#members", "Grace");
			ada.type("#text", "before").enter();
			grace.awaitText("#said", "before");
			this.sample.stop();
			ada.awaitText("#link-state", "Reconnecting").awaitText("#banner", "Reconnecting");
			ada.type("#text", "typed meanwhile").enter().awaitText(".pending", "Kept until the connection is back");
			ada.type("#text", "and more").enter().await("document.querySelectorAll('.pending').length === 2");
			ada.screenshot("chat-reconnecting");
			this.sample.start();
			ada.await(OPEN).await("document.getElementById('banner').hidden && !document.querySelector('.pending')");
			grace.awaitText("#said", "typed meanwhile").awaitText("#said", "and more");
			grace.await("document.querySelectorAll('.message').length === 3");
			ada.awaitText("#members", "Grace").await("document.querySelectorAll('.message.own').length === 3");
			ada.screenshot("chat-back");
			assertThat(ada.complaints()).isEmpty();
		}
		finally {
			this.sample.close();
		}
	}

	@Test
	void echoAndTickerComeBack() {
		try (Tab echo = chromium.open(this.sample.url("/echo.html"));
				Tab ticker = chromium.open(this.sample.url("/ticker.html"))) {
			echo.await(OPEN);
			ticker.await("Number(document.getElementById('received').textContent) > 0");
			this.sample.stop();
			echo.awaitText("#banner", "Reconnecting").type("#text", "kept").enter().awaitText(".took", "kept");
			ticker.awaitText("#banner", "Reconnecting").screenshot("ticker-reconnecting");
			this.sample.start();
			echo.awaitText("#answered", "1");
			ticker.await(OPEN + " && document.querySelector('.board:not(.stale)')");
			assertThat(echo.complaints()).isEmpty();
			assertThat(ticker.complaints()).isEmpty();
		}
		finally {
			this.sample.close();
		}
	}

}
