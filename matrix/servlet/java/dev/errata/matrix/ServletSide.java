package dev.errata.matrix;

import java.io.IOException;

import dev.errata.error.ErrorCodeException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.multipart.MultipartFile;

/**
 * What is different on Spring MVC.
 */
@Configuration(proxyBeanMethods = false)
class ServletSide {

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		return http
			.authorizeHttpRequests((requests) -> requests.requestMatchers("/secured/admin")
				.hasRole("ADMIN")
				.requestMatchers("/secured/**")
				.authenticated()
				.anyRequest()
				.permitAll())
			.csrf((csrf) -> csrf.disable())
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	@Bean
	@Order(0)
	OncePerRequestFilter failingFilter() {
		return new FailingFilter();
	}

	static class FailingFilter extends OncePerRequestFilter {

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response,
				FilterChain chain) throws ServletException, IOException {
			if (request.getRequestURI().endsWith("/filtered")) {
				throw new ErrorCodeException("order_shipped");
			}
			chain.doFilter(request, response);
		}

	}

	@RestController
	static class Uploads {

		@PostMapping("/upload")
		String upload(@RequestParam("file") MultipartFile file) {
			return "uploaded " + file.getSize();
		}

		@GetMapping("/cut")
		void cut(HttpServletResponse response) throws IOException {
			response.setContentType("text/plain");
			response.getWriter().write("begun");
			response.flushBuffer();
			throw new IllegalStateException("internal: row 4711");
		}

	}

}
