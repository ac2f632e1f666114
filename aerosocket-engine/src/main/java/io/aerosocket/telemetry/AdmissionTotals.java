package io.aerosocket.telemetry;

/**
 * What limits did to those who connect, besides refusals. Totals since the start.
 *
 * @param acceptPauses times that a listener stopped accepting for a moment, because
 * sockets came faster than they may
 * @param expired connections that were closed because of their age
 */
public record AdmissionTotals(long acceptPauses, long expired) {

}
