package io.aerosocket.extension;

import java.util.function.Supplier;

/**
 * What both ends agreed on for one connection.
 *
 * @param answer what the server says in its answer
 * @param opener makes the session; called once, on the connection's event loop, when the
 * connection opens, and not at all if it does not
 */
public record ExtensionAgreement(ExtensionParameters answer, Supplier<ExtensionSession> opener) {

}
