package io.aerosocket.sample.ticker;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Made-up companies whose prices walk at random. One thread moves the prices, any may
 * look.
 */
final class Market {

	private static final int RECENT = 120;

	private static final double VOLATILITY = 0.0015;

	private static final double HOMESICKNESS = 0.0008;

	private final RandomGenerator random;

	private final List<Stock> stocks = List.of(new Stock("AERO", "Aeronaut Works", 182.40),
			new Stock("NMBS", "Nimbus Bakery", 47.15), new Stock("FRMX", "Framex Optics", 310.75),
			new Stock("PNGP", "Ping & Pong Sports", 64.90), new Stock("OPCD", "Opcode Foods", 23.05),
			new Stock("MASK", "Maskwell Theatre", 128.60), new Stock("UTFA", "Utfate Publishing", 88.88),
			new Stock("SOCK", "Socket & Sons", 9.75));

	private long ticks;

	Market(RandomGenerator random) {
		this.random = random;
	}

	synchronized TickerEvent.Tick tick(Instant now) {
		List<Double> prices = this.stocks.stream().map((stock) -> stock.move(this.random.nextGaussian())).toList();
		return new TickerEvent.Tick(this.ticks++, now, prices);
	}

	synchronized List<TickerEvent.Listing> listings() {
		return this.stocks.stream().map(Stock::listing).toList();
	}

	private static final class Stock {

		private final String symbol;

		private final String name;

		private final double open;

		private final Deque<Double> recent = new ArrayDeque<>();

		private double price;

		Stock(String symbol, String name, double open) {
			this.symbol = symbol;
			this.name = name;
			this.open = open;
			this.price = open;
		}

		// Pulled home a little, or a demonstration of a week would end at zero.
		double move(double impulse) {
			double drift = HOMESICKNESS * (this.open - this.price);
			this.price = Math.max(0.01, this.price + drift + this.price * VOLATILITY * impulse);
			double cents = Math.round(this.price * 100) / 100.0;
			this.recent.addLast(cents);
			if (this.recent.size() > RECENT) {
				this.recent.removeFirst();
			}
			return cents;
		}

		TickerEvent.Listing listing() {
			return new TickerEvent.Listing(this.symbol, this.name, this.open, List.copyOf(this.recent));
		}

	}

}
