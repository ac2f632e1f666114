package io.aerosocket;

import java.time.Duration;

/**
 * How long ago what happened on a connection, to within a second, by the clock of its
 * event loop.
 *
 * @param age since it was opened
 * @param sinceMessage since a message was received or sent, or since it was opened
 * @param sinceRead since anything was received, a Pong for instance, or since a Ping was
 * sent whose Pong is awaited
 */
public record ConnectionActivity(Duration age, Duration sinceMessage, Duration sinceRead) {

}
