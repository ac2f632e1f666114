package io.aerosocket.telemetry;

/**
 * An attempt of a client to connect that failed.
 *
 * @param reason why
 * @param destination where it was to lead, for example {@code wss://example.org/feed},
 * without the query, which may hold a secret; of the last one if there were redirects
 * @param error what the application is told
 * @param nanos how long it took
 */
public record FailedConnect(ConnectFailureReason reason, String destination, Throwable error, long nanos) {

}
