package io.aerosocket.internal.handshake;

import java.net.SocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Handshake;
import io.aerosocket.Headers;

/**
 * A handshake that was found to be valid.
 */
public final class OpeningHandshake implements Handshake {

	private volatile RequestHead head;

	private final String pathPattern;

	private final Map<String, String> pathVariables;

	// The parts of a Peer, which would be one more object for each connection.
	private final SocketAddress remoteAddress;

	private final SocketAddress localAddress;

	private final boolean secure;

	private final @Nullable ResponseHead answer;

	private volatile @Nullable Principal principal;

	private volatile @Nullable ConcurrentMap<String, Object> attributes;

	/**
	 * Creates a handshake.
	 * @param head the request
	 * @param pathPattern the pattern of its route
	 * @param pathVariables the values of the pattern's variables
	 * @param peer who asks
	 */
	public OpeningHandshake(RequestHead head, String pathPattern, Map<String, String> pathVariables, Peer peer) {
		this(head, pathPattern, pathVariables, peer, null);
	}

	private OpeningHandshake(RequestHead head, String pathPattern, Map<String, String> pathVariables, Peer peer,
			@Nullable ResponseHead answer) {
		this.head = head;
		this.pathPattern = pathPattern;
		this.pathVariables = pathVariables;
		this.remoteAddress = peer.remoteAddress();
		this.localAddress = peer.localAddress();
		this.secure = peer.secure();
		this.answer = answer;
		this.principal = peer.principal();
	}

	/**
	 * Creates a client's handshake.
	 * @param head the request
	 * @param answer what the server answered
	 * @param peer the server
	 * @return the handshake
	 */
	public static OpeningHandshake answered(RequestHead head, ResponseHead answer, Peer peer) {
		return new OpeningHandshake(head, head.path(), Map.of(), peer, answer);
	}

	/**
	 * Returns the request, before it is {@link #trim trimmed}.
	 * @return its head
	 */
	RequestHead head() {
		return this.head;
	}

	/**
	 * The connection opens: what only made it one is not kept.
	 */
	public void trim() {
		this.head = this.head.trimmed(this.pathPattern);
	}

	/**
	 * An interceptor says who the peer is.
	 * @param principal the peer
	 */
	public void identify(Principal principal) {
		this.principal = principal;
	}

	@Override
	public String path() {
		return this.head.path();
	}

	@Override
	public String pathPattern() {
		return this.pathPattern;
	}

	@Override
	public Map<String, String> pathVariables() {
		return this.pathVariables;
	}

	@Override
	public @Nullable String query() {
		return this.head.query();
	}

	@Override
	public Map<String, List<String>> queryParameters() {
		String query = query();
		Map<String, List<String>> parameters = new LinkedHashMap<>();
		if (query != null) {
			for (String pair : query.split("&", -1)) {
				int equals = pair.indexOf('=');
				String name = decode((equals < 0) ? pair : pair.substring(0, equals));
				String value = (equals < 0) ? "" : decode(pair.substring(equals + 1));
				if (!name.isEmpty()) {
					parameters.computeIfAbsent(name, (key) -> new ArrayList<>(1)).add(value);
				}
			}
		}
		return parameters;
	}

	@Override
	public Headers headers() {
		return this.head;
	}

	@Override
	public Headers answerHeaders() {
		return (this.answer != null) ? this.answer : Handshake.super.answerHeaders();
	}

	@Override
	public List<String> requestedSubprotocols() {
		List<String> offered = SubprotocolChoice.offered(this.head);
		return (offered != null) ? offered : List.of();
	}

	@Override
	public SocketAddress remoteAddress() {
		return this.remoteAddress;
	}

	@Override
	public SocketAddress localAddress() {
		return this.localAddress;
	}

	@Override
	public boolean isSecure() {
		return this.secure;
	}

	@Override
	public @Nullable Principal principal() {
		return this.principal;
	}

	/** Made when first asked for, because most connections are never asked. */
	@Override
	public Map<String, Object> attributes() {
		ConcurrentMap<String, Object> current = this.attributes;
		if (current == null) {
			synchronized (this) {
				current = this.attributes;
				if (current == null) {
					current = new ConcurrentHashMap<>(4);
					this.attributes = current;
				}
			}
		}
		return current;
	}

	private static String decode(String text) {
		try {
			return URLDecoder.decode(text, StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException ex) {
			// A stray percent sign: the text as it is says more than none.
			return text;
		}
	}

	/**
	 * Who asks.
	 *
	 * @param remoteAddress the peer's address
	 * @param localAddress the address it connected to
	 * @param secure whether over TLS
	 * @param principal the subject of its TLS certificate, if it showed one
	 */
	public record Peer(SocketAddress remoteAddress, SocketAddress localAddress, boolean secure,
			@Nullable Principal principal) {

		/**
		 * Returns the same peer with another address.
		 * @param address the address
		 * @return the peer
		 */
		public Peer at(SocketAddress address) {
			return new Peer(address, this.localAddress, this.secure, this.principal);
		}

	}

}
