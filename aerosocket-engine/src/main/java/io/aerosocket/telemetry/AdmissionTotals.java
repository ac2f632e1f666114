package io.aerosocket.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What limits did to those who connect, besides refusals. Totals since the start, except
 * where it says "now".
 *
 * @param acceptPauses times that a listener stopped accepting for a moment, because
 * sockets came faster than they may, or could not be accepted
 * @param expired connections that were closed because of their age
 * @param overload why new connections are refused now because of overload, and which
 * limit it is, or {@code null} if they are not
 */
public record AdmissionTotals(long acceptPauses, long expired, @Nullable String overload) {

	/**
	 * Returns whether new connections are refused now because of overload.
	 * @return whether they are
	 */
	public boolean overloaded() {
		return this.overload != null;
	}

}
