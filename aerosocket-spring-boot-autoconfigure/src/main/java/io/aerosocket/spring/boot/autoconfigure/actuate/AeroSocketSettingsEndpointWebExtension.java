package io.aerosocket.spring.boot.autoconfigure.actuate;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

import io.aerosocket.spring.boot.autoconfigure.actuate.AeroSocketSettingsEndpoint.ChangeDescriptor;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} that answers what was refused with
 * 400, and knows who asked.
 */
@EndpointWebExtension(endpoint = AeroSocketSettingsEndpoint.class)
public final class AeroSocketSettingsEndpointWebExtension {

	private final AeroSocketSettingsEndpoint endpoint;

	/**
	 * Creates the extension.
	 * @param endpoint what it extends
	 */
	public AeroSocketSettingsEndpointWebExtension(AeroSocketSettingsEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Changes a setting.
	 * @param user who asks
	 * @param name the property
	 * @param value its value, as in a configuration file
	 * @return what was changed, or why not
	 */
	@WriteOperation
	public WebEndpointResponse<ChangeDescriptor> change(SecurityContext user, @Selector String name, String value) {
		return answer(this.endpoint.change(name, value, Operator.name(user)));
	}

	/**
	 * Changes several settings, all of them or none.
	 * @param user who asks
	 * @param settings the properties and their values, as in a {@code .properties} file
	 * @return what was changed, or why not
	 */
	@WriteOperation
	public WebEndpointResponse<ChangeDescriptor> changeAll(SecurityContext user, String settings) {
		return answer(this.endpoint.changeAll(settings, Operator.name(user)));
	}

	/**
	 * Takes back what was changed of a setting.
	 * @param user who asks
	 * @param name the property
	 * @return what was changed, or why not
	 */
	@DeleteOperation
	public WebEndpointResponse<ChangeDescriptor> reset(SecurityContext user, @Selector String name) {
		return answer(this.endpoint.change(name, null, Operator.name(user)));
	}

	/**
	 * Takes back everything that was changed, or what was changed of one setting.
	 * @param user who asks
	 * @param name the property; all of them unless given
	 * @return what was changed, or why not
	 */
	@DeleteOperation
	public WebEndpointResponse<ChangeDescriptor> resetAll(SecurityContext user, @Nullable String name) {
		return answer(this.endpoint.resetAll(name, Operator.name(user)));
	}

	private static WebEndpointResponse<ChangeDescriptor> answer(ChangeDescriptor change) {
		return new WebEndpointResponse<>(change,
				change.applied() ? WebEndpointResponse.STATUS_OK : WebEndpointResponse.STATUS_BAD_REQUEST);
	}

}
