package io.aerosocket.sample.web;

import java.io.IOException;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import io.aerosocket.server.AeroServer;

/**
 * Lets the pages load what this application serves and connect to its WebSockets, and
 * nothing else.
 */
@Component
class SecurityHeadersFilter extends OncePerRequestFilter {

	// An address of IPv6 cannot be written in a policy.
	private static final Pattern HOST_SOURCE = Pattern.compile("[A-Za-z0-9.-]+");

	// Filters are made before the server is.
	private final ObjectProvider<AeroServer> server;

	SecurityHeadersFilter(ObjectProvider<AeroServer> server) {
		this.server = server;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		response.setHeader("Content-Security-Policy",
				"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' "
						+ sockets(request.getServerName())
						+ "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Referrer-Policy", "no-referrer");
		chain.doFilter(request, response);
	}

	private String sockets(String host) {
		if (!HOST_SOURCE.matcher(host).matches()) {
			return "ws: wss:";
		}
		String authority = host + ":" + this.server.getObject().port();
		return "ws://" + authority + " wss://" + authority;
	}

}
