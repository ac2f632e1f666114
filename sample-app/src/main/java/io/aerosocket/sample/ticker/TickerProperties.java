package io.aerosocket.sample.ticker;

import java.time.Duration;

import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The pace of the ticker.
 *
 * @param interval time from one tick to the next
 */
@Validated
@ConfigurationProperties("sample.ticker")
record TickerProperties(@DefaultValue("100ms") @DurationMin(millis = 1) Duration interval) {

}
