package io.aerosocket.internal.handshake;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link OriginPolicy}.
 */
class OriginPolicyTests {

	@ParameterizedTest(name = "RFC 6455 10.2: host {1}, origin {2}, allowed [{0}]: {3}")
	@CsvSource(delimiter = '|', textBlock = """
			                       | example.org      | https://example.org          | true
			                       | example.org      | http://example.org           | true
			                       | example.org:8090 | https://example.org          | true
			                       | example.org      | https://example.org:3000     | true
			                       | EXAMPLE.org      | https://example.ORG          | true
			                       | [::1]:8090       | http://[::1]:3000            | true
			                       | [::1]            | http://[::2]                 | false
			                       | 127.0.0.1:8090   | http://127.0.0.1             | true
			                       | 127.0.0.1:8090   | http://localhost             | false
			                       | example.org      | https://evil.example         | false
			                       | example.org      | https://sub.example.org      | false
			                       | sub.example.org  | https://example.org          | false
			                       | example.org      | https://example.org.evil     | false
			                       | example.org      | https://evilexample.org      | false
			                       | example.org      | https://evil/example.org     | false
			                       | example.org      | https://evil@example.org     | false
			                       | example.org      | https://example.org:80@evil  | false
			                       | example.org:@evil | https://example.org         | false
			                       | example.org      | null                         | false
			                       | null             | null                         | false
			                       | example.org      | example.org                  | false
			                       | example.org      | ''                           | false
			                       | example.org      | //ttp://example.org          | false
			                       | example.org      | 1a://example.org             | false
			                       | localhost:8090   | capacitor://localhost        | false
			capacitor://localhost  | localhost:8090   | capacitor://localhost        | true
			                       | ''               | ''                           | false
			                       | ''               | https://                     | false
			                       | example.org      | https://example.org https://b | false
			https://page.org       | example.org      | https://page.org             | true
			https://page.org       | example.org      | HTTPS://Page.Org             | true
			HTTPS://Page.org       | example.org      | https://page.org             | true
			https://page.org       | example.org      | http://page.org              | false
			https://page.org       | example.org      | https://page.org:444         | false
			https://page.org:444   | example.org      | https://page.org:444         | true
			https://page.org       | example.org      | https://example.org          | true
			https://*.page.org     | example.org      | https://a.page.org           | true
			https://*.page.org     | example.org      | https://a.b.page.org         | true
			https://*.page.org     | example.org      | https://page.org             | false
			https://*.page.org     | example.org      | https://.page.org            | false
			https://*.page.org     | example.org      | https://evilpage.org         | false
			https://*.page.org     | example.org      | http://a.page.org            | false
			https://*.page.org     | example.org      | https://a.page.org.evil      | false
			*                      | example.org      | https://evil.example         | true
			null                   | example.org      | null                         | true
			""")
	void decides(String allowed, String host, String origin, boolean accepted) {
		OriginPolicy policy = new OriginPolicy((allowed != null) ? Set.of(allowed) : Set.of());
		assertThat(accepts(policy, head("Host: " + host, "Origin: " + origin))).isEqualTo(accepted);
	}

	@Test
	void whatDoesNotComeFromAPageHasNoOrigin() {
		assertThat(accepts(new OriginPolicy(Set.of()), head("Host: a"))).isTrue();
	}

	@Test
	void twoOriginsAreRefused() {
		OriginPolicy policy = new OriginPolicy(Set.of("https://a"));
		assertThat(accepts(policy, head("Host: a", "Origin: https://a", "Origin: https://a"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "example.org", "*.example.org", "https://", "https://*", "https://*.",
			"https://example.org/", "https://example.org/path", "https://a b", "https://a.*.org",
			"https://user@example.org", "https://a?b", "https://a#b", "https:example.org", "://example.org",
			"//ttp://example.org", "1a://example.org", "**" })
	void refusesMalformedOrigins(String origin) {
		assertThatIllegalArgumentException().isThrownBy(() -> new OriginPolicy(Set.of(origin)))
			.withMessageStartingWith("allowed origin: " + origin)
			.withMessageContaining("expected: ");
	}

	private static boolean accepts(OriginPolicy policy, RequestHead head) {
		return policy.accepts(head, head.upgradeFields());
	}

	private static RequestHead head(String... fields) {
		return RequestHeadTests.parse("GET / HTTP/1.1~" + String.join("~", fields) + "~~");
	}

}
