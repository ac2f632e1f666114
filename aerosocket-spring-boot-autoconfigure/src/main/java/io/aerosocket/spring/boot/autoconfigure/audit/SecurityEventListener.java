package io.aerosocket.spring.boot.autoconfigure.audit;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.Principal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.RateLimitPolicy;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketSettingChange;
import io.aerosocket.spring.boot.autoconfigure.AeroSocketSettingsChangedEvent;
import io.aerosocket.telemetry.EngineListener;
import io.aerosocket.telemetry.HandshakeRefusal;
import io.aerosocket.telemetry.RateLimitScope;

/**
 * Finds what is to be audited in what the engine and the application report.
 */
final class SecurityEventListener implements EngineListener {

	private static final int LONGEST_TEXT = 256;

	private static final int UNAUTHORIZED = 401;

	private static final int FORBIDDEN = 403;

	private final SecurityAudit audit;

	private final Pseudonyms pseudonyms;

	SecurityEventListener(SecurityAudit audit, Pseudonyms pseudonyms) {
		this.audit = audit;
		this.pseudonyms = pseudonyms;
	}

	@Override
	public void refused(HandshakeRefusal refusal) {
		SecurityEventType type = type(refusal);
		if (type == null || !this.audit.wants(type)) {
			return;
		}
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("address", address(refusal.remoteAddress()));
		if (refusal.path() != null) {
			data.put("path", cut(refusal.path()));
		}
		data.put("reason", refusal.reason().name().toLowerCase(Locale.ROOT));
		data.put("status", refusal.status());
		this.audit.report(type, "", data);
	}

	private static @Nullable SecurityEventType type(HandshakeRefusal refusal) {
		return switch (refusal.reason()) {
			case ORIGIN -> SecurityEventType.ORIGIN_REFUSED;
			case TLS -> SecurityEventType.TLS_FAILED;
			case ADDRESS_LIMIT, USER_LIMIT -> SecurityEventType.CONNECTION_LIMIT;
			case INTERCEPTOR -> switch (refusal.status()) {
				case UNAUTHORIZED -> SecurityEventType.AUTHENTICATION_FAILED;
				case FORBIDDEN -> SecurityEventType.ACCESS_DENIED;
				default -> SecurityEventType.HANDSHAKE_REFUSED;
			};
			default -> null;
		};
	}

	@Override
	public void rateLimited(Connection connection, RateLimitScope scope, RateLimitPolicy policy) {
		if (this.audit.wants(SecurityEventType.RATE_LIMITED)) {
			Map<String, Object> data = describe(connection);
			data.put("scope", scope.name().toLowerCase(Locale.ROOT));
			data.put("policy", policy.name().toLowerCase(Locale.ROOT));
			this.audit.report(SecurityEventType.RATE_LIMITED, user(connection), data);
		}
	}

	@Override
	public void closed(Connection connection, CloseReason reason) {
		if (!reason.remote() && reason.code().equals(CloseCode.POLICY_VIOLATION)
				&& this.audit.wants(SecurityEventType.POLICY_CLOSE)) {
			Map<String, Object> data = describe(connection);
			data.put("code", reason.code().value());
			this.audit.report(SecurityEventType.POLICY_CLOSE, user(connection), data);
		}
	}

	/**
	 * An operator closed a connection.
	 * @param connection the connection
	 * @param operator who
	 * @param code with which code
	 */
	void operatorClosed(Connection connection, String operator, int code) {
		Map<String, Object> data = describe(connection);
		data.put("user", user(connection));
		data.put("code", code);
		this.audit.report(SecurityEventType.OPERATOR_CLOSE, operator, data);
	}

	@EventListener
	void settingsChanged(AeroSocketSettingsChangedEvent event) {
		Map<String, Object> changes = new LinkedHashMap<>();
		for (AeroSocketSettingChange change : event.getChanges()) {
			changes.put(change.name(),
					Map.of("before", String.valueOf(change.before()), "after", String.valueOf(change.after())));
		}
		this.audit.report(SecurityEventType.SETTINGS_CHANGED, event.getCause(), Map.of("changes", changes));
	}

	private Map<String, Object> describe(Connection connection) {
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("connection", connection.id());
		data.put("address", address(connection.remoteAddress()));
		data.put("path", cut(connection.handshake().path()));
		return data;
	}

	private String user(Connection connection) {
		Principal principal = connection.handshake().principal();
		return (principal != null) ? this.pseudonyms.user(String.valueOf(principal.getName())) : "";
	}

	private String address(SocketAddress address) {
		return this.pseudonyms.address((address instanceof InetSocketAddress internet && internet.getAddress() != null)
				? internet.getAddress().getHostAddress() : String.valueOf(address));
	}

	private static String cut(String text) {
		return (text.length() <= LONGEST_TEXT) ? text : text.substring(0, LONGEST_TEXT);
	}

}
