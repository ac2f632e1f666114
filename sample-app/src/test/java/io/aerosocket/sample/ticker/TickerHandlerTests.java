package io.aerosocket.sample.ticker;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import io.aerosocket.spring.boot.test.autoconfigure.AeroSocketTest;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;
import io.aerosocket.spring.boot.test.memory.AeroSocketTestClock;

import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link TickerHandler} alone: no feed, no other handler, no socket.
 */
@AeroSocketTest(TickerHandler.class)
class TickerHandlerTests {

	@MockitoBean
	private TickerFeed feed;

	@Autowired
	private AeroSocketTestClient client;

	@Autowired
	private AeroSocketTestClock clock;

	@BeforeEach
	void listOneCompany() {
		given(this.feed.subscribe()).willReturn(
				new TickerEvent.Listings(100, List.of(new TickerEvent.Listing("AERO", "Aero", 1.5, List.of()))));
	}

	@Test
	void beginsWithTheListings() {
		this.client.connect("/ticker")
			.expectJson("{'type':'listings', 'intervalMillis':100, 'listings':[{'symbol':'AERO', 'open':1.5}]}");
	}

	@Test
	void answersASubscriberWhoMeasures() {
		AeroSocketTestConnection subscriber = subscribe();
		subscriber.sendText("{\"token\":1234.5}").expectJson("{'type':'pong', 'token':1234.5}");
		subscriber.sendText("no JSON").expectClose(1007);
	}

	@Test
	void aSubscriberWhoLeavesIsForgotten() {
		subscribe().close(1000).expectClose(1000).expectEnd();
		this.clock.settle();
		then(this.feed).should().unsubscribe();
	}

	@Test
	void aSubscriberWhoVanishesIsForgottenAfterItsHeartbeat() {
		subscribe().faults().halfOpen();
		this.clock.advance(Duration.ofSeconds(40));
		then(this.feed).should(never()).unsubscribe();
		this.clock.advance(Duration.ofSeconds(10));
		then(this.feed).should().unsubscribe();
	}

	private AeroSocketTestConnection subscribe() {
		return this.client.connect("/ticker").expectJson("{'type':'listings'}");
	}

}
