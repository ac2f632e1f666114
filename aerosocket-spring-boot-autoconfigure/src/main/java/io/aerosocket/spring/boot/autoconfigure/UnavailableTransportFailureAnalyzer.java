package io.aerosocket.spring.boot.autoconfigure;

import java.util.Locale;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import io.aerosocket.UnavailableTransportException;

/**
 * Says what a transport that was asked for is missing.
 */
final class UnavailableTransportFailureAnalyzer extends AbstractFailureAnalyzer<UnavailableTransportException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnavailableTransportException cause) {
		String name = cause.transport().name().toLowerCase(Locale.ROOT).replace('_', '-');
		return new FailureAnalysis(
				"The AeroSocket server cannot use the transport '" + name + "': " + cause.reason() + ".",
				"Add what is missing, or set aerosocket.server.transport to 'auto' to take the best that is present.",
				cause);
	}

}
