package dev.errata.web;

import java.io.IOException;
import java.util.Map;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * What is of Spring MVC in the service of {@link ClientFaultsWireTests}.
 */
final class ClientFaultsOfMvc {

	private ClientFaultsOfMvc() {
	}

	@Configuration(proxyBeanMethods = false)
	@RestController
	static class Functions {

		@Bean
		RouterFunction<ServerResponse> functions() {
			return RouterFunctions.route()
				.POST("/fn/json", (request) -> ServerResponse.ok().body(request.body(Map.class)))
				.POST("/fn/typed", RequestPredicates.contentType(MediaType.APPLICATION_JSON),
						(request) -> ServerResponse.ok().build())
				.POST("/fn/parts", (request) -> ServerResponse.ok().body(request.multipartData().size()))
				.GET("/fn/accepting", RequestPredicates.accept(MediaType.APPLICATION_JSON),
						(request) -> ServerResponse.ok().body(Map.of()))
				.GET("/fn/language", (request) -> ServerResponse.ok().body(request.headers().acceptLanguage()))
				.GET("/fn/range", (request) -> ServerResponse.ok().body(request.headers().range().size()))
				.build();
		}

		@PostMapping("/upload")
		String upload(@RequestParam MultipartFile file) {
			return "taken";
		}

		@PostMapping("/parts")
		int parts(HttpServletRequest request) throws IOException, ServletException {
			return request.getParts().size();
		}

		@PostMapping("/own-type")
		String ownType(HttpServletRequest request) {
			return "taken as " + MediaType.parseMediaType(request.getContentType());
		}

		@PostMapping("/reader")
		String reader(HttpServletRequest request) throws IOException {
			return "taken " + request.getReader().readLine();
		}

		@GetMapping("/redirect")
		void redirect(HttpServletResponse response) throws IOException {
			response.sendRedirect("fine");
		}

		@GetMapping("/headers/date")
		String date(HttpServletRequest request) {
			return "read " + request.getDateHeader("If-Modified-Since");
		}

		@GetMapping("/headers/number")
		String number(HttpServletRequest request) {
			return "read " + request.getIntHeader("X-Number");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Security {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.csrf(AbstractHttpConfigurer::disable)
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/private/**").authenticated().anyRequest().permitAll())
				.build();
		}

		/** Reads parts before Spring MVC does, as the protection against CSRF may. */
		@Bean
		FilterRegistrationBean<Filter> readingFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				request.getParameter("_csrf");
				chain.doFilter(request, response);
			});
			registration.addUrlPatterns("/upload");
			return registration;
		}

		@Bean
		HttpFirewall firewall() {
			StrictHttpFirewall firewall = new StrictHttpFirewall();
			firewall.setAllowSemicolon(true);
			firewall.setAllowUrlEncodedPercent(true);
			return firewall;
		}

	}

}
