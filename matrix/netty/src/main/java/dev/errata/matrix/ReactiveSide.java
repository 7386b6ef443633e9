package dev.errata.matrix;

import dev.errata.error.ErrorCodeException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.WebFilter;

/**
 * What is different on Spring WebFlux.
 */
@Configuration(proxyBeanMethods = false)
class ReactiveSide {

	@Bean
	SecurityWebFilterChain security(ServerHttpSecurity http) {
		return http
			.authorizeExchange((requests) -> requests.pathMatchers("/secured/admin")
				.hasRole("ADMIN")
				.pathMatchers("/secured/**")
				.authenticated()
				.anyExchange()
				.permitAll())
			.csrf((csrf) -> csrf.disable())
			.httpBasic(Customizer.withDefaults())
			.build();
	}

	@Bean
	@Order(0)
	WebFilter failingFilter() {
		return (exchange, chain) -> exchange.getRequest().getPath().value().endsWith("/filtered")
				? Mono.error(new ErrorCodeException("order_shipped")) : chain.filter(exchange);
	}

	@RestController
	static class Uploads {

		@PostMapping("/upload")
		Mono<String> upload(@RequestPart("file") FilePart file) {
			return file.content().map((buffer) -> {
				int count = buffer.readableByteCount();
				DataBufferUtils.release(buffer);
				return count;
			}).reduce(0, Integer::sum).map((size) -> "uploaded " + size);
		}

		@GetMapping("/cut")
		Mono<Void> cut(ServerHttpResponse response) {
			return response.writeAndFlushWith(Flux.just("begun")
				.map((text) -> Mono.just(response.bufferFactory().wrap(text.getBytes())))
				.concatWith(Mono.error(() -> new IllegalStateException("internal: row 4711"))));
		}

	}

}
