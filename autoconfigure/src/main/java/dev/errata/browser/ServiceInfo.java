package dev.errata.browser;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The service whose catalog it is.
 *
 * @param name its name, or {@code null} if it is not known
 * @param version its version, or {@code null} if it is not known
 */
record ServiceInfo(@Nullable String name, @Nullable String version) {

	static final ServiceInfo UNKNOWN = new ServiceInfo(null, null);

	static ServiceInfo of(Environment environment, ObjectProvider<BuildProperties> builds) {
		BuildProperties build = builds.getIfUnique();
		String version = environment.getProperty("spring.application.version");
		return new ServiceInfo(known(environment.getProperty("spring.application.name")),
				known((version == null && build != null) ? build.getVersion() : version));
	}

	private static @Nullable String known(@Nullable String text) {
		return StringUtils.hasText(text) ? text : null;
	}

}
