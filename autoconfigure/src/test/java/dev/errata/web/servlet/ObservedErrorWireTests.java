package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.wire.Answer;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

import static dev.errata.wire.Exchange.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What {@code http.server.requests} tells of answers that are cut off, beside what it
 * tells without Errata.
 */
@InEachContainer
class ObservedErrorWireTests {

	@Parameter
	Container container;

	private Service service;

	private Service boot;

	@BeforeParameterizedClassInvocation
	void start() {
		this.service = Service.start(this.container, false, List.of(Application.class));
		this.boot = Service.start(this.container, false, List.of(Application.class), Service.WITHOUT_ERRATA);
	}

	@AfterParameterizedClassInvocation
	void stop() {
		this.service.close();
		this.boot.close();
	}

	@ParameterizedTest
	@CsvSource({ "/handler, IllegalStateException", "/error-thrown, AssertionError", "/filter, IllegalStateException" })
	void exceptionThatCutsAnAnswerOff(String target, String exception) {
		cutOff(target);
		assertThat(observed(this.service, target)).isEqualTo("200 SUCCESS " + exception);
		this.boot.answer(get(target).persistent());
		assertThat(observed(this.boot, target)).isEqualTo("200 SUCCESS " + exception);
	}

	@Test
	void objectThatCannotBeWrittenInFull() {
		// which Spring Boot alone takes for written
		cutOff("/json");
		assertThat(observed(this.service, "/json")).isEqualTo("200 SUCCESS HttpMessageNotWritableException");
	}

	@ParameterizedTest
	@CsvSource({ "/stream, IllegalStateException", "/stream-io, IOException", "/events, IllegalStateException" })
	void exceptionThatCutsAnAsynchronousAnswerOff(String target, String exception) {
		assumeThat(this.container).as("Jetty tells nobody that such a request is over").isEqualTo(Container.TOMCAT);
		try (Service fresh = Service.start(this.container, false, List.of(Application.class))) {
			assertThat(fresh.answer(get(target).persistent()).whole()).isFalse();
			// where it was dispatched to at last, with Spring Boot alone as well
			assertThat(observed(fresh, "/error")).isEqualTo("200 SUCCESS " + exception);
		}
	}

	private void cutOff(String target) {
		Answer answer = this.service.answer(get(target).persistent());
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.whole()).isFalse();
	}

	private static String observed(Service service, String target) {
		String uri = target.equals("/filter") ? "UNKNOWN" : target;
		return Awaitility.await().until(() -> series(service, uri), (series) -> !series.isEmpty());
	}

	static String series(Service service, String uri) {
		return service.bean(MeterRegistry.class)
			.find("http.server.requests")
			.tag("uri", uri)
			.timers()
			.stream()
			.map(Meter::getId)
			.map((id) -> id.getTag("status") + " " + id.getTag("outcome") + " " + id.getTag("exception"))
			.collect(Collectors.joining(", "));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ShopController.class)
	static class Application {

		@Bean
		FilterRegistrationBean<Filter> filter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				response.getOutputStream().print("begun");
				response.flushBuffer();
				throw new IllegalStateException("the filter is clogged");
			});
			registration.addUrlPatterns("/filter");
			return registration;
		}

	}

	@RestController
	static class ShopController {

		@GetMapping("/stream")
		StreamingResponseBody stream() {
			return (output) -> {
				output.write(new byte[20_000]);
				output.flush();
				throw new IllegalStateException("out of paper");
			};
		}

		@GetMapping("/stream-io")
		StreamingResponseBody streamOfFile() {
			return (output) -> {
				output.write(new byte[20_000]);
				output.flush();
				throw new IOException("the file is gone");
			};
		}

		@GetMapping("/events")
		SseEmitter events() throws IOException {
			SseEmitter emitter = new SseEmitter();
			emitter.send("begun");
			emitter.completeWithError(new IllegalStateException("out of news"));
			return emitter;
		}

		@GetMapping("/json")
		Stream<Item> json() {
			return Stream.iterate(1, (number) -> number + 1).limit(10_000).map(Item::new);
		}

		@GetMapping("/handler")
		void handler(HttpServletResponse response) throws IOException {
			response.getOutputStream().print("begun");
			response.flushBuffer();
			throw new IllegalStateException("out of paper");
		}

		@GetMapping("/error-thrown")
		void error(HttpServletResponse response) throws IOException {
			response.getOutputStream().print("begun");
			response.flushBuffer();
			throw new AssertionError("out of paper");
		}

	}

	record Item(int number) {

		public String getName() {
			if (this.number == 9_000) {
				throw new IllegalStateException("out of names");
			}
			return "item";
		}

	}

}
