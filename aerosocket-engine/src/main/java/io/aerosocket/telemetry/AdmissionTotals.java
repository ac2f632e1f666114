package io.aerosocket.telemetry;

/**
 * What limits did to those who connect, besides refusals. Totals since the start, except
 * where it says "now".
 *
 * @param acceptPauses times that a listener stopped accepting for a moment, because
 * sockets came faster than they may, or could not be accepted
 * @param expired connections that were closed because of their age
 * @param overloaded whether new connections are refused now because of overload
 */
public record AdmissionTotals(long acceptPauses, long expired, boolean overloaded) {

}
