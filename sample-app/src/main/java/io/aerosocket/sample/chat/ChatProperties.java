package io.aerosocket.sample.chat;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The bounds of the chat. Together they bound its memory.
 *
 * @param maxRooms rooms that may exist at once; the one that has been empty longest makes
 * way for a new one
 * @param maxMembers people that may be in one room at once
 * @param historySize messages that a room keeps for those who come later
 */
@Validated
@ConfigurationProperties("sample.chat")
record ChatProperties(@DefaultValue("100") @Min(1) @Max(10_000) int maxRooms,
		@DefaultValue("200") @Min(1) @Max(10_000) int maxMembers,
		@DefaultValue("50") @Min(0) @Max(1_000) int historySize) {

}
