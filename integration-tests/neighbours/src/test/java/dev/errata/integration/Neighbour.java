package dev.errata.integration;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

/**
 * A framework that starts beside Errata, without the others on the class path.
 */
enum Neighbour {

	DATA_REST("boot.data.", "boot.hibernate", "boot.jdbc", "boot.transaction", "boot.persistence", "boot.hateoas"),
	GRAPHQL("boot.graphql"), SESSION("boot.session", "boot.jdbc", "boot.transaction", "boot.data.redis"),
	AUTHORIZATION_SERVER("boot.security.oauth2.server.authorization"), OAUTH2_CLIENT("boot.security.oauth2.client"),
	FEIGN("cloud.openfeign"), CIRCUIT_BREAKER("cloud.circuitbreaker"), WEB_SOCKET("boot.websocket");

	private static final List<String> ALL = Stream.of(values()).flatMap((each) -> each.packages.stream()).toList();

	private final List<String> packages;

	Neighbour(String... packages) {
		this.packages = Stream.of(packages).map("org.springframework."::concat).toList();
	}

	Service start(Container container, boolean secured, Class<?> application, String... properties) {
		String others = StreamSupport.stream(ImportCandidates.load(AutoConfiguration.class, null).spliterator(), false)
			.filter((name) -> ALL.stream().anyMatch(name::startsWith)
					&& this.packages.stream().noneMatch(name::startsWith))
			.collect(Collectors.joining(","));
		return Service.start(container, secured, List.of(application),
				Stream.concat(Stream.of("spring.autoconfigure.exclude=" + others), Stream.of(properties))
					.toArray(String[]::new));
	}

}
