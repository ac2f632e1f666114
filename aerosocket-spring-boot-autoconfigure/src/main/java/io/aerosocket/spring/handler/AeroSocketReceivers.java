package io.aerosocket.spring.handler;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.aerosocket.BroadcastResult;
import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.PreparedMessage;

/**
 * Whom an {@link AeroSocketTemplate} sends to. Immutable, and looked up anew each time
 * that something is sent.
 */
public final class AeroSocketReceivers {

	private final ConnectionDirectory directory;

	private final Supplier<? extends @Nullable ConnectionCodecs> codecs;

	private final Selection selection;

	private final @Nullable Predicate<? super Connection> filter;

	private final @Nullable Object conflationKey;

	AeroSocketReceivers(ConnectionDirectory directory, Supplier<? extends @Nullable ConnectionCodecs> codecs,
			Selection selection, @Nullable Predicate<? super Connection> filter, @Nullable Object conflationKey) {
		this.directory = directory;
		this.codecs = codecs;
		this.selection = selection;
		this.filter = filter;
		this.conflationKey = conflationKey;
	}

	/**
	 * Keeps those that a predicate accepts.
	 * @param filter the predicate; it may be asked on event loops, so it must not block
	 * @return those of these receivers that it accepts
	 */
	public AeroSocketReceivers filter(Predicate<? super Connection> filter) {
		Predicate<? super Connection> first = this.filter;
		Predicate<Connection> both = (first != null) ? (connection) -> first.test(connection) && filter.test(connection)
				: filter::test;
		return new AeroSocketReceivers(this.directory, this.codecs, this.selection, both, this.conflationKey);
	}

	/**
	 * Leaves out one connection, for example that of the sender.
	 * @param connection the connection
	 * @return the others
	 */
	public AeroSocketReceivers except(Connection connection) {
		return filter((other) -> !connection.equals(other));
	}

	/**
	 * Says what the messages that are sent next are the latest value of. For receivers
	 * that read slowly and whose handlers have {@link SlowConsumer#CONFLATE} each takes
	 * the place of a message with an equal key that still waits.
	 * @param key the key, for example a symbol of a price
	 * @return the same receivers
	 * @see PreparedMessage#conflatedBy(Object)
	 */
	public AeroSocketReceivers conflatedBy(Object key) {
		return new AeroSocketReceivers(this.directory, this.codecs, this.selection, this.filter, key);
	}

	/**
	 * Sends a message: encoded once for each codec that receivers have, and at the cost
	 * of one task for each event loop that receivers live on. What one thread sends in
	 * this way arrives in its order, unless it is to a single connection by its id, which
	 * may overtake.
	 * @param payload a text, bytes, a {@link PreparedMessage}, a message, or any object
	 * that their codecs can write
	 * @return a stage that completes when every connection has taken or refused the
	 * message; it need not be waited for, and must not be on an event loop. Fails with
	 * what a filter threw
	 * @throws IllegalArgumentException if the payload cannot be written, as one that is
	 * yet to come cannot
	 * @throws IllegalStateException if there is no server
	 */
	public CompletionStage<BroadcastResult> send(Object payload) {
		return send(payload, payload.getClass());
	}

	/**
	 * Sends an object whose class does not say enough, such as a list of which codecs
	 * have to know what is in it. Otherwise like {@link #send(Object)}.
	 * @param payload the object
	 * @param type its type with type arguments
	 * @return a stage as of {@link #send(Object)}
	 * @throws IllegalArgumentException if the payload cannot be written
	 * @throws IllegalStateException if there is no server
	 */
	public CompletionStage<BroadcastResult> send(Object payload, Type type) {
		ConnectionCodecs current = this.codecs.get();
		if (current == null) {
			// The handlers are not there yet, so there are no connections.
			this.directory.connections();
			return CompletableFuture.completedStage(BroadcastResult.none());
		}
		OutgoingObject outgoing = current.prepare(payload, type);
		PreparedMessage message = outgoing.forAll();
		return (message != null) ? send(message) : sendEach(outgoing);
	}

	private CompletionStage<BroadcastResult> send(PreparedMessage plain) {
		PreparedMessage message = keyed(plain);
		Collection<Connection> known = this.directory.find(this.selection);
		if (known == null) {
			return this.directory.connections().broadcastAndCount(message, this::includes);
		}
		List<Connection> receivers = filtered(known);
		if (this.selection instanceof Selection.ById) {
			return CompletableFuture.completedStage(
					receivers.isEmpty() ? BroadcastResult.none() : BroadcastResult.of(receivers.get(0).send(message)));
		}
		return this.directory.connections().broadcastAndCount(message, receivers);
	}

	private CompletionStage<BroadcastResult> sendEach(OutgoingObject outgoing) {
		Map<PreparedMessage, List<Connection>> receivers = new HashMap<>();
		for (Connection connection : connections()) {
			receivers.computeIfAbsent(outgoing.messageFor(connection), (message) -> new ArrayList<>()).add(connection);
		}
		CompletionStage<BroadcastResult> result = CompletableFuture.completedStage(BroadcastResult.none());
		for (Map.Entry<PreparedMessage, List<Connection>> entry : receivers.entrySet()) {
			result = result.thenCombine(
					this.directory.connections().broadcastAndCount(keyed(entry.getKey()), entry.getValue()),
					BroadcastResult::plus);
		}
		return result;
	}

	/**
	 * Closes the connections, after what was accepted for sending.
	 * @param code a code that may be sent
	 * @param reason a text for the peers, cut to 123 bytes of UTF-8
	 * @return how many there were
	 * @throws IllegalArgumentException if the code may not be sent
	 */
	public int close(CloseCode code, String reason) {
		Collection<Connection> found = connections();
		found.forEach((connection) -> connection.close(code, reason));
		return found.size();
	}

	/**
	 * Returns the connections, for example to see whether a user is there.
	 * @return those that are open at this moment; a copy, which does not change
	 */
	public Collection<Connection> connections() {
		Collection<Connection> known = this.directory.find(this.selection);
		if (known != null) {
			return filtered(known);
		}
		return this.directory.connections().all().stream().filter(this::includes).toList();
	}

	private PreparedMessage keyed(PreparedMessage message) {
		return (this.conflationKey != null) ? message.conflatedBy(this.conflationKey) : message;
	}

	private boolean includes(Connection connection) {
		return this.selection.includes(connection) && (this.filter == null || this.filter.test(connection));
	}

	// An index may be of less than what is selected, so each is asked again.
	private List<Connection> filtered(Collection<Connection> known) {
		List<Connection> receivers = new ArrayList<>(known.size());
		for (Connection connection : known) {
			if (includes(connection)) {
				receivers.add(connection);
			}
		}
		return receivers;
	}

}
