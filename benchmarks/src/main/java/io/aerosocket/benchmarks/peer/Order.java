package io.aerosocket.benchmarks.peer;

/**
 * What the messages of {@code json} say.
 *
 * @param id its number
 * @param symbol what is ordered
 * @param price in cents
 * @param note what fills the message
 */
public record Order(long id, String symbol, int price, String note) {

}
