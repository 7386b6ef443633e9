package dev.errata.browser.servlet;

import java.util.List;

import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The catalog beside what else a servlet application has at its paths.
 */
class CatalogMappingWireTests {

	@ParameterizedTest
	@ValueSource(classes = { OwnRoutes.class, OwnView.class })
	void ownMappingOfThePathWins(Class<?> own) {
		try (Service shop = Service.start(Container.TOMCAT, false, List.of(Application.class, own))) {
			assertThat(shop.answer(get("/errors")).body()).isEqualTo("mine");
			assertThat(shop.answer(get("/errors/default/gone")).body()).startsWith("{\"code\":\"gone\"");
		}
	}

	@Test
	void patternsOfAntAreTakenAsWell() {
		try (Service shop = Service.start(Container.TOMCAT, false, List.of(Application.class, OwnView.class),
				"spring.mvc.pathmatch.matching-strategy=ant_path_matcher")) {
			assertThat(shop.answer(get("/errors")).body()).isEqualTo("mine");
			assertThat(shop.answer(get("/errors.md")).body()).startsWith("# Errors");
			assertThat(shop.answer(get("/errors/default.ts")).body()).startsWith("// The error codes");
			assertThat(shop.answer(get("/errors/default/gone")).body()).startsWith("{\"code\":\"gone\"");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRoutes {

		@Bean
		RouterFunction<ServerResponse> own() {
			return RouterFunctions.route().GET("/errors", (request) -> ServerResponse.ok().body("mine")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnView implements WebMvcConfigurer {

		@Override
		public void addViewControllers(ViewControllerRegistry registry) {
			registry.addViewController("/errors").setViewName("forward:/mine");
		}

		@Bean
		RouterFunction<ServerResponse> mine() {
			return RouterFunctions.route().GET("/mine", (request) -> ServerResponse.ok().body("mine")).build();
		}

	}

}
