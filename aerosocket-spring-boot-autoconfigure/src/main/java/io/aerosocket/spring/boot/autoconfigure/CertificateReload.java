package io.aerosocket.spring.boot.autoconfigure;

import java.util.HashSet;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationListener;

/**
 * Follows the SSL bundle of the server: certificates that were renewed are those of new
 * connections, and open ones live on.
 */
final class CertificateReload implements ApplicationListener<AeroSocketSettingsChangedEvent> {

	private static final Logger logger = LoggerFactory.getLogger(CertificateReload.class);

	private final AeroSocketSettings settings;

	private final ObjectProvider<SslBundles> bundles;

	private final Set<String> followed = new HashSet<>();

	CertificateReload(AeroSocketSettings settings, ObjectProvider<SslBundles> bundles) {
		this.settings = settings;
		this.bundles = bundles;
		follow();
	}

	@Override
	public void onApplicationEvent(AeroSocketSettingsChangedEvent event) {
		follow();
	}

	private synchronized void follow() {
		String bundle = this.settings.properties().ssl().bundle();
		if (bundle != null && this.followed.add(bundle)) {
			this.bundles.ifAvailable((all) -> all.addBundleUpdateHandler(bundle, (updated) -> renew(bundle)));
		}
	}

	private void renew(String bundle) {
		try {
			this.settings.renew(bundle);
			logger.info("New connections get the renewed certificate of SSL bundle '{}'", bundle);
		}
		catch (RuntimeException ex) {
			logger.error("SSL bundle '{}' was changed, but connections go on with the certificate of before: {}",
					bundle, SettingProblems.of(ex, "aerosocket.server.ssl.bundle").getMessage());
		}
	}

}
