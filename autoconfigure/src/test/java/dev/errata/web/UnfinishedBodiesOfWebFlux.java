package dev.errata.web;

import java.time.Duration;

import reactor.core.publisher.Mono;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * What is of Spring WebFlux in the service of {@link UnfinishedBodyWireTests}.
 */
final class UnfinishedBodiesOfWebFlux {

	private UnfinishedBodiesOfWebFlux() {
	}

	@Configuration(proxyBeanMethods = false)
	@RestController
	static class Reading {

		@PostMapping({ "/parameter", "/limited" })
		Mono<String> parameter(ServerWebExchange exchange) {
			return exchange.getFormData().mapNotNull((form) -> form.getFirst("name"));
		}

		@PostMapping("/map")
		Mono<String> map(ServerWebExchange exchange) {
			return exchange.getFormData().thenReturn("map");
		}

		@PostMapping("/part")
		String part(@RequestPart FilePart file) {
			return "part";
		}

		@PostMapping("/stream")
		Mono<String> stream(ServerWebExchange exchange) {
			return exchange.getRequest()
				.getBody()
				.map(Reading::read)
				.reduce(0, Integer::sum)
				.map((all) -> "read " + all);
		}

		private static int read(DataBuffer buffer) {
			int count = buffer.readableByteCount();
			DataBufferUtils.release(buffer);
			return count;
		}

		/** Reactor Netty waits for ever otherwise. */
		@Bean
		NettyServerCustomizer requestTimeout() {
			return (server) -> server.requestTimeout(Duration.ofMillis(200));
		}

	}

}
