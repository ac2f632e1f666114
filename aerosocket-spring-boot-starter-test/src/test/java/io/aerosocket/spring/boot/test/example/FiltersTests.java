package io.aerosocket.spring.boot.test.example;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.stereotype.Service;

import io.aerosocket.spring.boot.test.autoconfigure.AeroSocketTest;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A slice with more and less than is usual.
 */
@AeroSocketTest(includeFilters = @Filter(Service.class),
		excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = DoorKeeper.class))
class FiltersTests {

	@Autowired
	private AeroSocketTestClient client;

	@Autowired
	private ApplicationContext context;

	@Test
	void servicesAreIncludedAndTheDoorKeeperIsNot() {
		this.client.handshake("/greet/de")
			.header("X-Stranger", "yes")
			.connect()
			.expectJson("{'text':'DE for anybody'}")
			.sendText("{\"name\":\"Ada\"}")
			.expectJson("{'text':'Hello, Ada'}");
		assertThat(this.context.getBeanProvider(DoorKeeper.class).stream()).isEmpty();
	}

}
