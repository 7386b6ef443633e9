package dev.errata.web.servlet;

import java.util.stream.Stream;

import dev.errata.wire.Exchange;
import dev.errata.wire.WireTests;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A second dispatcher, whose context is a child of the application's and configures
 * Spring MVC on its own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = WireTests.ENVELOPE)
class ChildContextWireTests extends WireTests {

	@TestFactory
	Stream<DynamicTest> errorsAreThoseOfTheContract() {
		return table(row("reason", get("/child/reason")).is(409, "conflict", "taken"),
				row("wrong type", get("/child/number?n=geheim"))
					.is(400, "parameter_type", "Parameter 'n' must be a whole number.")
					.violation("n", "parameter_type", "must be a whole number"),
				row("wrong method", Exchange.of("PUT", "/child/number"))
					.is(405, "method_not_allowed", "Method PUT is not supported here; use GET.")
					.with("Allow", "GET"),
				row("too late", get("/child/late")).is(504, "timeout", "The request took too long."),
				row("of CORS", get("/child/reason").header("Origin: http://elsewhere.example")).is(403, "forbidden",
						"Access is denied."));
	}

	@Test
	void adviceOfTheChildWins() {
		assertThat(answer(get("/child/own")).body()).isEqualTo("own");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(FineController.class)
	static class Application {

		@Bean
		ServletRegistrationBean<DispatcherServlet> child() {
			AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();
			context.register(Child.class);
			ServletRegistrationBean<DispatcherServlet> registration = new ServletRegistrationBean<>(
					new DispatcherServlet(context), "/child/*");
			registration.setName("child");
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebMvc
	@Import({ ChildController.class, ChildAdvice.class })
	static class Child implements WebMvcConfigurer {

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/**").allowedOrigins("http://here.example");
		}

	}

	@RestController
	static class ChildController {

		@GetMapping("/reason")
		void reason() {
			throw new ResponseStatusException(HttpStatus.CONFLICT, "taken");
		}

		@GetMapping("/number")
		void number(@RequestParam int n) {
		}

		@GetMapping("/late")
		DeferredResult<String> late() {
			return new DeferredResult<>(100L);
		}

		@GetMapping("/own")
		void own() {
			throw new UnsupportedOperationException();
		}

	}

	@RestControllerAdvice
	static class ChildAdvice {

		@ExceptionHandler(UnsupportedOperationException.class)
		String own() {
			return "own";
		}

	}

}
