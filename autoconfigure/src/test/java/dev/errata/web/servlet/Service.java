package dev.errata.web.servlet;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/**
 * A service on a real port, in a container of choice. With Spring Security where asked
 * for.
 */
public final class Service implements AutoCloseable {

	private static final String SECURITY = "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration";

	private static final String REDIS = "org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration,"
			+ "org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration,"
			+ "org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration,"
			+ "org.springframework.boot.data.redis.autoconfigure.health.DataRedisHealthContributorAutoConfiguration,"
			+ "org.springframework.boot.data.redis.autoconfigure.health.DataRedisReactiveHealthContributorAutoConfiguration";

	private final ServletWebServerApplicationContext context;

	private Service(ServletWebServerApplicationContext context) {
		this.context = context;
	}

	public static Service start(Container container, boolean secured, List<Class<?>> sources, String... properties) {
		List<String> arguments = new ArrayList<>();
		arguments.add("--server.port=0");
		boolean redis = List.of(properties).stream().anyMatch((property) -> property.startsWith("spring.data.redis"));
		arguments.add("--spring.autoconfigure.exclude=" + container.other + (redis ? "" : "," + REDIS)
				+ (secured ? "" : "," + SECURITY));
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return new Service(
				(ServletWebServerApplicationContext) new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
					.run(arguments.toArray(String[]::new)));
	}

	public Answer answer(Exchange exchange) {
		return exchange.on(port());
	}

	public int port() {
		return this.context.getWebServer().getPort();
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		this.context.close();
	}

	public enum Container {

		TOMCAT("org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration,"
				+ "org.springframework.boot.jetty.autoconfigure.actuate.web.server.JettyServletManagementContextAutoConfiguration"),

		JETTY("org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration,"
				+ "org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration");

		private final String other;

		Container(String other) {
			this.other = other;
		}

	}

}
