package io.aerosocket.spring.boot.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says what to write when the server would listen without TLS where others can reach it.
 */
final class PlaintextAddressFailureAnalyzer extends AbstractFailureAnalyzer<PlaintextAddressException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PlaintextAddressException cause) {
		return new FailureAnalysis(
				"The AeroSocket server would listen on " + cause.address()
						+ " without TLS, where anybody on the network could read and change what is sent.",
				"""
						Do one of the following:

						    - set aerosocket.server.ssl.bundle to the name of an SSL bundle (spring.ssl.bundle.*)
						    - set aerosocket.server.plaintext to true, if a proxy in front of the server ends TLS
						    - remove aerosocket.server.address, to listen on the loopback address only""", cause);
	}

}
