package io.aerosocket.sample.browser;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the pages as a browser shows them. Pictures are kept in
 * {@code target/screenshots}.
 */
@NeedsChromium
class PagesInBrowserTests {

	private static Chromium chromium;

	private static RunningSample sample;

	@BeforeAll
	static void start() throws IOException {
		chromium = Chromium.start(Chromium.find().orElseThrow());
		sample = new RunningSample();
	}

	@AfterAll
	static void stop() {
		if (chromium != null) {
			chromium.close();
		}
		if (sample != null) {
			sample.close();
		}
	}

	@Test
	void twoTabsTalkInARoom() {
		try (Tab ada = chromium.open(sample.url("/chat.html?room=tea&name=Ada"));
				Tab grace = chromium.open(sample.url("/chat.html?room=tea&name=Grace"))) {
			ada.awaitText("#members", "Grace").awaitText("#said", "Grace joined");
			grace.awaitText("#members", "Ada").awaitText("#members", "Grace (you)");
			ada.type("#text", "Milk first?").enter().awaitText(".message.own .bubble", "Milk first?");
			grace.awaitText(".message:not(.own) .bubble", "Milk first?");
			grace.type("#text", "Never <b>ever</b>.").click("#send").awaitText(".message.own .bubble", "Never");
			ada.awaitText(".message:not(.own) .bubble", "Never <b>ever</b>.");
			ada.awaitText("#latency", "Round trip");
			assertThat(ada.count(".pending")).isZero();
			assertThat(ada.count(".message")).isEqualTo(2);
			ada.screenshot("chat-two-tabs");
			assertThat(ada.complaints()).isEmpty();
			assertThat(grace.complaints()).isEmpty();
		}
	}

	@Test
	void aNewNameAndANewRoomAreTakenAtOnce() {
		try (Tab tab = chromium.open(sample.url("/chat.html?room=first&name=Ada"))) {
			tab.awaitText("#members", "Ada (you)").click("#rename").await("document.querySelector('dialog').open");
			tab.screenshot("chat-rename");
			tab.evaluate("document.getElementById('name').value = ''");
			tab.type("#name", "Countess").enter().awaitText("#members", "Countess (you)");
			tab.click("#rooms a[data-room='random']").awaitText("#room-title", "random");
			tab.awaitText("#members", "Countess (you)").awaitText("#empty-room", "Nobody has said anything");
			tab.screenshot("chat-empty");
			assertThat(tab.evaluate("location.search").asString()).isEqualTo("?room=random");
			assertThat(tab.complaints()).isEmpty();
		}
	}

	@Test
	void aBadNameCanBeMended() {
		try (Tab tab = chromium.open(sample.url("/chat.html?room=bad&name=" + "x".repeat(33)))) {
			tab.awaitText("#name-fault", "at most 32").awaitText("#link-state", "Closed 1008");
			tab.evaluate("document.getElementById('name').value = ''");
			tab.type("#name", "Short").enter().awaitText("#members", "Short (you)");
			assertThat(tab.evaluate("document.querySelector('dialog').open").asBoolean()).isFalse();
		}
	}

	@Test
	void newMessagesBelowAreCountedUntilTheyAreRead() {
		try (Tab ada = chromium.open(sample.url("/chat.html?room=long&name=Ada"));
				Tab grace = chromium.open(sample.url("/chat.html?room=long&name=Grace"))) {
			ada.awaitText("#members", "Grace");
			grace.awaitText("#members", "Grace (you)");
			for (int i = 0; i < 30; i++) {
				grace.type("#text", "line " + i).enter();
			}
			ada.awaitText("#said", "line 29").evaluate("document.getElementById('log').scrollTop = 0");
			ada.await("document.getElementById('log').scrollTop === 0");
			grace.type("#text", "below").enter();
			ada.awaitText("#pill", "1 new message").await("document.title.startsWith('(1) ')");
			ada.screenshot("chat-unread");
			ada.click("#pill").await("document.getElementById('pill').hidden && !document.title.startsWith('(')");
			assertThat(ada.count(".unread-line")).isOne();
		}
	}

	@Test
	void echoesAreMeasured() {
		try (Tab tab = chromium.open(sample.url("/echo.html"))) {
			tab.await("document.documentElement.dataset.socket === 'open'");
			tab.type("#text", "Hello").enter().awaitText("#answered", "1").awaitText("#latest", "ms");
			tab.click("input[value=binary]").type("#text", "Grüße").click("#send").awaitText("#answered", "2");
			tab.click("#burst").awaitText("#answered", "102");
			assertThat(tab.count(".took.good")).isEqualTo(102);
			assertThat(tab.text("#waiting")).isEqualTo("0");
			tab.screenshot("echo");
			assertThat(tab.complaints()).isEmpty();
		}
	}

	@Test
	void pricesMove() {
		try (Tab tab = chromium.open(sample.url("/ticker.html"))) {
			tab.await("Number(document.getElementById('received').textContent) > 20").awaitText("#latency", "ms");
			assertThat(tab.count(".stock")).isEqualTo(8);
			assertThat(tab.text("#missed")).isEqualTo("0");
			tab.screenshot("ticker");
			assertThat(tab.complaints()).isEmpty();
		}
	}

	@Test
	void theServerIsWatchedWhileItWorks() {
		try (Tab tab = chromium.open(sample.url("/live.html"))) {
			tab.awaitText("#connections dd", "1").awaitText("#paths", "/live").awaitText("#round-trip dd", "ms");
			tab.click("#traffic").awaitText("#paths", "/echo").awaitText("#paths", "/chat/{room}");
			tab.await("Number(document.querySelector('#connections dd').innerText) > 20");
			tab.awaitText("#refusals", "path").await("document.querySelector('#messages .stroke').getAttribute('d')");
			tab.awaitText("#handling dd", "s").awaitText("#messages dd", "/s");
			tab.await("document.querySelectorAll('#closes tr th').length > 0");
			tab.screenshot("live-traffic");
			tab.click("#traffic").awaitText("#traffic-note", "Stopped");
			tab.await("!document.querySelector('#paths').innerText.includes('/echo')");
			assertThat(tab.complaints()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "home,/", "chat,/chat.html?room=pictures", "echo,/echo.html", "ticker,/ticker.html",
			"live,/live.html" })
	void pagesFitEveryScreen(String name, String path) {
		try (Tab tab = chromium.open(sample.url(path))) {
			tab.await("document.documentElement.dataset.socket === 'open'");
			for (int width : new int[] { 390, 800, 1280 }) {
				tab.size(width, (width < 600) ? 844 : 800);
				assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt()).isLessThanOrEqualTo(width);
				for (boolean dark : new boolean[] { false, true }) {
					tab.dark(dark).screenshot(name + "-" + width + ((dark) ? "-dark" : ""));
				}
			}
			assertThat(tab.complaints()).isEmpty();
		}
	}

}
