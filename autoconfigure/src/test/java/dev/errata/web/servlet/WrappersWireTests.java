package dev.errata.web.servlet;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import dev.errata.error.ErrorCodeException;
import dev.errata.wire.ContainerTests;
import dev.errata.wire.InEachContainer;
import dev.errata.wire.Row;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;

/**
 * Filters that wrap the response, forwards to servlets, and filters that fail in every
 * dispatch, in both containers.
 */
@InEachContainer
class WrappersWireTests extends ContainerTests {

	@Override
	protected Service start(Container container) {
		return Service.start(container, false, List.of(Application.class), SHORT_ENVELOPE,
				"errata.codes.order_shipped=409");
	}

	@TestFactory
	Stream<DynamicTest> wrappedResponses() {
		return Stream.of("etag", "caching")
			.flatMap((path) -> table(row(path + ", code", get("/" + path + "/code")).is(409, "order_shipped"),
					row(path + ", unexpected", get("/" + path + "/fail")).is(500, "internal_error"),
					row(path + ", half written", get("/" + path + "/half")).is(500, "internal_error"),
					row(path + ", sent", get("/" + path + "/send")).is(410, "gone"),
					row(path + ", nowhere", get("/" + path + "/a/b/c")).is(404, "not_found"),
					row(path + ", servlet", get("/" + path + "/servlet?how=code")).is(409, "order_shipped"),
					row(path + ", filter behind", get("/" + path + "/code?filter=fail")).is(500, "internal_error")));
	}

	@TestFactory
	Stream<DynamicTest> servletsAndForwards() {
		return Stream.of("/servlet?how=", "/forward?how=", "/dispatch?how=")
			.flatMap((path) -> table(row(path + "code", get(path + "code")).is(409, "order_shipped"),
					row(path + "fail", get(path + "fail")).is(500, "internal_error"),
					row(path + "error", get(path + "error")).is(500, "internal_error"),
					row(path + "send", get(path + "send")).is(410, "gone")));
	}

	@TestFactory
	Stream<DynamicTest> everyDispatch() {
		return table(row("fails", get("/plain/ok?every=fail")).is(500, "internal_error"),
				row("code", get("/plain/ok?every=code")).is(409, "order_shipped"),
				row("error", get("/plain/ok?every=error")).is(500, "internal_error"),
				row("sends", get("/plain/ok?every=send")).is(410, "gone"));
	}

	@Override
	protected Stream<DynamicTest> table(Row... rows) {
		return service().table(get("/plain/ok"),
				Stream.of(rows).map((row) -> row.isLoggedOnce().with("ETag", null)).toArray(Row[]::new));
	}

	static void trouble(String how, HttpServletResponse response) throws IOException {
		switch (String.valueOf(how)) {
			case "code" -> throw new ErrorCodeException("order_shipped");
			case "fail" -> throw new IllegalStateException(SECRET);
			case "error" -> throw new Error(SECRET);
			case "send" -> response.sendError(410, SECRET);
			default -> {
			}
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(WrappedController.class)
	static class Application {

		@Bean
		FilterRegistrationBean<ShallowEtagHeaderFilter> etagFilter() {
			FilterRegistrationBean<ShallowEtagHeaderFilter> registration = new FilterRegistrationBean<>(
					new ShallowEtagHeaderFilter());
			registration.addUrlPatterns("/etag/*");
			registration.setOrder(1);
			return registration;
		}

		@Bean
		FilterRegistrationBean<Filter> cachingFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				ContentCachingResponseWrapper wrapper = new ContentCachingResponseWrapper(
						(HttpServletResponse) response);
				chain.doFilter(request, wrapper);
				wrapper.copyBodyToResponse();
			});
			registration.addUrlPatterns("/caching/*");
			registration.setOrder(2);
			return registration;
		}

		@Bean
		FilterRegistrationBean<Filter> behindFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				trouble(request.getParameter("filter"), (HttpServletResponse) response);
				chain.doFilter(request, response);
			});
			registration.setOrder(3);
			return registration;
		}

		@Bean
		FilterRegistrationBean<Filter> everyDispatchFilter() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				trouble(request.getParameter("every"), (HttpServletResponse) response);
				if (!"send".equals(request.getParameter("every"))) {
					chain.doFilter(request, response);
				}
			});
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR,
					DispatcherType.FORWARD);
			registration.setOrder(4);
			return registration;
		}

		@Bean
		ServletRegistrationBean<HttpServlet> troubleServlet() {
			return new ServletRegistrationBean<>(new HttpServlet() {

				@Override
				protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
					trouble(request.getParameter("how"), response);
				}

			}, "/servlet", "/etag/servlet", "/caching/servlet");
		}

	}

	@Controller
	static class WrappedController {

		@GetMapping("/{path}/ok")
		@ResponseBody
		String ok(@PathVariable String path) {
			return "ok";
		}

		@GetMapping({ "/{path}/code", "/{path}/fail", "/{path}/send" })
		@ResponseBody
		void trouble(@PathVariable String path, HttpServletRequest request, HttpServletResponse response)
				throws IOException {
			WrappersWireTests.trouble(request.getRequestURI().replaceAll(".*/", ""), response);
		}

		@GetMapping("/{path}/half")
		void half(@PathVariable String path, HttpServletResponse response) throws IOException {
			response.setHeader("ETag", "\"1\"");
			response.getWriter().write("half");
			throw new IllegalStateException(SECRET);
		}

		@GetMapping("/forward")
		String forward() {
			return "forward:/servlet";
		}

		@GetMapping("/dispatch")
		void dispatch(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
			request.getServletContext().getNamedDispatcher("troubleServlet").forward(request, response);
		}

	}

}
