package io.aerosocket.spring.boot.autoconfigure.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.aerosocket.spring.boot.autoconfigure.actuate.AeroSocketConnectionsEndpoint.CloseDescriptor;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} that answers 404 for a connection
 * that is not there, and knows who asked.
 */
@EndpointWebExtension(endpoint = AeroSocketConnectionsEndpoint.class)
public final class AeroSocketConnectionsEndpointWebExtension {

	private final AeroSocketConnectionsEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint what it extends
	 */
	public AeroSocketConnectionsEndpointWebExtension(AeroSocketConnectionsEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Closes a connection.
	 * @param user who asks
	 * @param id its id
	 * @param code the close code; 1001 unless given
	 * @param reason what the peer is told; nothing unless given
	 * @return what is being closed
	 */
	@DeleteOperation
	public WebEndpointResponse<CloseDescriptor> close(SecurityContext user, @Selector String id, @Nullable Integer code,
			@Nullable String reason) {
		CloseDescriptor closed = this.endpoint.close(id, code, reason, Operator.name(user));
		return (closed != null) ? new WebEndpointResponse<>(closed)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
