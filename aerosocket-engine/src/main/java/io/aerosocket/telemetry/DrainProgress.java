package io.aerosocket.telemetry;

import java.time.Duration;

/**
 * How far a server that stops has come.
 *
 * @param connections how many connections were open when it began, or later if new ones
 * were accepted for a while
 * @param left how many are still open
 * @param cut how many were still open at the end of the grace period and were cut
 * @param hurried whether it was asked again and told all that were left at once
 * @param elapsed time since it began
 * @param remaining time until what is left is cut, never negative
 */
public record DrainProgress(int connections, int left, int cut, boolean hurried, Duration elapsed, Duration remaining) {

}
