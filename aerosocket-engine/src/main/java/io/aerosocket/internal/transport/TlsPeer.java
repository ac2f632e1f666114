package io.aerosocket.internal.transport;

import java.security.Principal;

import javax.net.ssl.SSLPeerUnverifiedException;

import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Who the other end of a TLS connection is.
 */
final class TlsPeer {

	private TlsPeer() {
	}

	/**
	 * Returns whom the certificate names.
	 * @param ssl the connection, whose handshake has ended
	 * @return the principal, or {@code null} if no certificate was sent
	 */
	static @Nullable Principal principal(SslHandler ssl) {
		try {
			return ssl.engine().getSession().getPeerPrincipal();
		}
		catch (SSLPeerUnverifiedException ex) {
			return null;
		}
	}

}
