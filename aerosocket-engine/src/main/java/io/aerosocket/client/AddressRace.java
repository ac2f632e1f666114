package io.aerosocket.client;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Connects to one of a host's addresses, so that one which does not answer delays nobody
 * for long: the next one is tried after a while, or as soon as one has failed, and the
 * first that answers wins (RFC 8305 section 5, known as Happy Eyeballs). Confined to its
 * event loop.
 */
final class AddressRace {

	/** Addresses that are named in a message; a host may have any number. */
	static final int NAMED = 8;

	private final EventLoop loop;

	private final Queue<InetAddress> next;

	private final Duration delay;

	private final Function<InetAddress, ChannelFuture> connector;

	private final Runnable won;

	private final Consumer<AddressRace> lost;

	private final List<Runner> runners = new ArrayList<>();

	private int running;

	private boolean over;

	private boolean connected;

	private @Nullable Future<?> timer;

	/**
	 * Prepares a race.
	 * @param loop the event loop
	 * @param addresses at least one, as the resolver prefers them
	 * @param delay after which the next address is tried
	 * @param connector begins to connect, to a socket of that event loop
	 * @param won called once if one is connected, before its pipeline hears of it; the
	 * others are closed
	 * @param lost called once if none can be connected
	 */
	AddressRace(EventLoop loop, List<InetAddress> addresses, Duration delay,
			Function<InetAddress, ChannelFuture> connector, Runnable won, Consumer<AddressRace> lost) {
		this.loop = loop;
		this.next = new ArrayDeque<>(interleaved(addresses));
		this.delay = delay;
		this.connector = connector;
		this.won = won;
		this.lost = lost;
	}

	/**
	 * Puts addresses of both families in turn, beginning with the family of the first,
	 * because where one family does not work none of its addresses does (RFC 8305 section
	 * 4).
	 * @param addresses the addresses in the order of preference
	 * @return the same addresses
	 */
	static List<InetAddress> interleaved(List<InetAddress> addresses) {
		Queue<InetAddress> first = new ArrayDeque<>();
		Queue<InetAddress> second = new ArrayDeque<>();
		boolean firstIsSix = !addresses.isEmpty() && addresses.get(0) instanceof Inet6Address;
		addresses.forEach((address) -> ((address instanceof Inet6Address == firstIsSix) ? first : second).add(address));
		List<InetAddress> mixed = new ArrayList<>(addresses.size());
		while (!first.isEmpty() || !second.isEmpty()) {
			if (!first.isEmpty()) {
				mixed.add(first.remove());
			}
			if (!second.isEmpty()) {
				mixed.add(second.remove());
			}
		}
		return mixed;
	}

	/**
	 * Begins.
	 */
	void start() {
		tryNext();
	}

	/**
	 * Ends it, and closes every socket.
	 */
	void stop() {
		this.over = true;
		stopTimer();
		this.runners.forEach((runner) -> runner.socket.close());
	}

	/**
	 * Returns whether an address was connected.
	 * @return whether the race is won
	 */
	boolean isWon() {
		return this.connected;
	}

	/**
	 * Tells what became of each address that was tried.
	 * @return for people, for example {@code 192.0.2.1: no answer}
	 */
	String report() {
		StringBuilder report = new StringBuilder();
		for (Runner runner : this.runners.subList(0, Math.min(this.runners.size(), NAMED))) {
			report.append(report.isEmpty() ? "" : "; ").append(runner);
		}
		int unnamed = this.runners.size() - NAMED;
		return (unnamed > 0) ? report.append("; and ").append(unnamed).append(" more").toString() : report.toString();
	}

	/**
	 * Tells why addresses could not be connected.
	 * @return the errors, in the order the addresses were tried
	 */
	List<Throwable> errors() {
		List<Throwable> errors = new ArrayList<>();
		for (Runner runner : this.runners) {
			if (runner.error != null) {
				errors.add(runner.error);
			}
		}
		return errors;
	}

	private void tryNext() {
		stopTimer();
		InetAddress address = this.next.poll();
		if (address == null) {
			return;
		}
		if (!this.next.isEmpty()) {
			this.timer = this.loop.schedule(this::tryNext, this.delay.toNanos(), TimeUnit.NANOSECONDS);
		}
		ChannelFuture connecting = this.connector.apply(address);
		Runner runner = new Runner(address, connecting.channel());
		this.runners.add(runner);
		this.running++;
		connecting.addListener((done) -> ended(runner, connecting.cause()));
	}

	private void ended(Runner runner, @Nullable Throwable error) {
		this.running--;
		if (this.over) {
			runner.socket.close();
		}
		else if (error == null) {
			this.over = true;
			this.connected = true;
			stopTimer();
			this.runners.stream().filter((other) -> other != runner).forEach((other) -> other.socket.close());
			this.won.run();
		}
		else {
			runner.error = error;
			runner.socket.close();
			goOn();
		}
	}

	private void goOn() {
		if (!this.next.isEmpty()) {
			tryNext();
		}
		else if (this.running == 0) {
			this.over = true;
			this.lost.accept(this);
		}
	}

	private void stopTimer() {
		if (this.timer != null) {
			this.timer.cancel(false);
			this.timer = null;
		}
	}

	/**
	 * One address that is tried.
	 */
	private static final class Runner {

		private final InetAddress address;

		private final Channel socket;

		private @Nullable Throwable error;

		Runner(InetAddress address, Channel socket) {
			this.address = address;
			this.socket = socket;
		}

		@Override
		public String toString() {
			return this.address.getHostAddress() + ": "
					+ ((this.error != null) ? this.error.getMessage() : "no answer");
		}

	}

}
