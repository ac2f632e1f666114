package io.aerosocket.server;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which origins browsers may come from (RFC 6455 sections 4.2.1 and 10.2): the same host,
 * and those that are listed.
 */
class OriginTests {

	@RegisterExtension
	static final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.route("/public", TestServer.ECHO, new RouteOptions(null, null, Set.of("*")))
		.route("/private", TestServer.ECHO, new RouteOptions(null, null, Set.of()))
		.options((options) -> options
			.allowedOrigins(Set.of("https://app.example.org", "http://127.0.0.1:3000", "https://*.wild.example"))));

	@ParameterizedTest(name = "{4}: {0} from {2} to {1}")
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			/echo    | localhost        | -                            | 101 | no origin: not a browser
			/echo    | localhost        | http://localhost             | 101 | same host
			/echo    | localhost:8090   | http://localhost:8090        | 101 | same host and port
			/echo    | localhost:8090   | http://localhost:3000        | 101 | same host, another port
			/echo    | localhost:8090   | https://localhost            | 101 | same host, another scheme
			/echo    | Example.ORG      | https://example.org          | 101 | same host in another case
			/echo    | example.org      | https://EXAMPLE.org          | 101 | same host in another case
			/echo    | [::1]:8090       | http://[::1]:3000            | 101 | same host as an IPv6 address
			/echo    | localhost        | https://app.example.org      | 101 | listed
			/echo    | localhost        | HTTPS://App.Example.org      | 101 | listed, in another case
			/echo    | localhost        | http://127.0.0.1:3000        | 101 | listed with its port
			/echo    | localhost        | http://app.example.org       | 403 | listed with another scheme
			/echo    | localhost        | https://app.example.org:8443 | 403 | listed with another port
			/echo    | localhost        | http://127.0.0.1:3001        | 403 | listed with another port
			/echo    | localhost        | https://example.org          | 403 | not listed
			/echo    | localhost        | https://evil-localhost       | 403 | the host is only a suffix
			/echo    | localhost        | https://localhost.evil.org   | 403 | the host is only a prefix
			/echo    | localhost        | https://localhost@evil.org   | 403 | the host is only a user's name
			/echo    | example.org      | https://www.example.org      | 403 | a subdomain is another host
			/echo    | localhost        | null                         | 403 | a sandboxed page
			/echo    | localhost        | nonsense                     | 403 | not an origin
			/echo    | null             | null                         | 403 | a host that looks like a sandboxed page
			/echo    | localhost        | https://a.wild.example       | 101 | a subdomain of a listed pattern
			/echo    | localhost        | https://a.b.wild.example     | 101 | a subdomain of a subdomain
			/echo    | localhost        | https://wild.example         | 403 | the pattern's own domain is no subdomain
			/echo    | localhost        | http://a.wild.example        | 403 | the pattern has another scheme
			/echo    | localhost        | https://evilwild.example     | 403 | the pattern's domain is only a suffix
			/public  | localhost        | https://example.org          | 101 | any
			/public  | localhost        | null                         | 101 | any
			/private | localhost        | https://app.example.org      | 403 | the route lists none
			/private | localhost        | http://localhost             | 101 | the route lists none, same host
			""")
	void originIsChecked(String path, String host, String origin, int status, String rule) {
		RawRequest request = RawRequest.to(path).replace("Host: " + host);
		if (origin != null) {
			request.with("Origin: " + origin);
		}
		try (RawPeer peer = server.connect()) {
			peer.write(request.bytes());
			assertThat(peer.readResponse().status()).isEqualTo(status);
			if (status != 101) {
				peer.assertEnds();
			}
		}
	}

	@Test
	void twoOriginsAreRefused() {
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to("/echo").with("Origin: http://localhost", "Origin: https://evil.org").bytes());
			assertThat(peer.readResponse().status()).isIn(400, 403);
			peer.assertEnds();
		}
	}

	@Test
	void refusalsAreCounted() {
		long before = server.snapshot().refusals().getOrDefault(RefusalReason.ORIGIN, 0L);
		try (RawPeer peer = server.connect()) {
			peer.write(RawRequest.to("/echo").with("Origin: https://evil.org").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(403);
			peer.assertEnds();
		}
		assertThat(server.snapshot().refusals().get(RefusalReason.ORIGIN)).isEqualTo(before + 1);
	}

}
