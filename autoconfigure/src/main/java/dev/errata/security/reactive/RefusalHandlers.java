package dev.errata.security.reactive;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

import dev.errata.security.SecurityRefusals;
import dev.errata.web.ContractExchange;
import dev.errata.web.Denial;
import dev.errata.web.reactive.ReactiveExchanges;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.ServerAuthenticationFailureHandler;
import org.springframework.security.web.server.authentication.ServerHttpBasicAuthenticationConverter;
import org.springframework.security.web.server.authorization.ExceptionTranslationWebFilter;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.util.StringUtils;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;

/**
 * Records why Spring Security refuses a request. Its filters give the exception to their
 * handlers and to nobody else, so that each handler is replaced by one that looks at the
 * exception first. A handler that cannot be found stays as it is; the code of its
 * refusals is that of their status.
 */
final class RefusalHandlers implements BeanPostProcessor {

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof WebFilterChainProxy proxy) {
			RefusalHandlers.<ServerExchangeRejectedHandler>replace(WebFilterChainProxy.class, "exchangeRejectedHandler",
					proxy, (handler) -> (exchange, rejected) -> {
						record(rejected, exchange);
						return handler.handle(exchange, rejected);
					}, proxy::setExchangeRejectedHandler);
			SecurityFilterChains.of(proxy).chains().forEach((chain) -> {
				List<WebFilter> filters = SecurityFilterChains.of(chain);
				boolean readsBasic = filters.stream().anyMatch(RefusalHandlers::readsBasicCredentials);
				filters.forEach((filter) -> replaceHandlers(filter, readsBasic));
			});
		}
		return bean;
	}

	private static boolean readsBasicCredentials(WebFilter filter) {
		return filter instanceof AuthenticationWebFilter && PrivateFields.read(AuthenticationWebFilter.class,
				"authenticationConverter", filter) instanceof ServerHttpBasicAuthenticationConverter;
	}

	private static void replaceHandlers(WebFilter filter, boolean readsBasic) {
		if (filter instanceof AuthenticationWebFilter authentication) {
			RefusalHandlers.<ServerAuthenticationFailureHandler>replace(AuthenticationWebFilter.class,
					"authenticationFailureHandler", filter, (handler) -> (exchange, failure) -> {
						record(failure, exchange.getExchange());
						return handler.onAuthenticationFailure(exchange, failure);
					}, authentication::setAuthenticationFailureHandler);
		}
		else if (filter instanceof CsrfWebFilter csrf) {
			RefusalHandlers.<ServerAccessDeniedHandler>replace(CsrfWebFilter.class, "accessDeniedHandler", filter,
					RefusalHandlers::recording, csrf::setAccessDeniedHandler);
		}
		else if (filter instanceof ExceptionTranslationWebFilter translation) {
			RefusalHandlers.<ServerAccessDeniedHandler>replace(ExceptionTranslationWebFilter.class,
					"accessDeniedHandler", filter, RefusalHandlers::recording, translation::setAccessDeniedHandler);
			RefusalHandlers.<ServerAuthenticationEntryPoint>replace(ExceptionTranslationWebFilter.class,
					"authenticationEntryPoint", filter, (point) -> recording(point, readsBasic),
					translation::setAuthenticationEntryPoint);
		}
	}

	private static ServerAccessDeniedHandler recording(ServerAccessDeniedHandler handler) {
		return (exchange, denied) -> {
			record(denied, exchange);
			return handler.handle(exchange, denied);
		};
	}

	private static boolean hasBasicCredentials(ServerWebExchange exchange) {
		return StringUtils.startsWithIgnoreCase(exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION),
				"Basic");
	}

	/**
	 * Record that an anonymous user was denied access, unless there are credentials. The
	 * exception that the entry point gets says only that the user has to log in. With
	 * credentials of HTTP Basic that cannot be read, Spring Security goes on as if there
	 * were none.
	 */
	private static ServerAuthenticationEntryPoint recording(ServerAuthenticationEntryPoint point, boolean readsBasic) {
		return (exchange, exception) -> {
			ContractExchange contractExchange = ReactiveExchanges.of(exchange);
			if (contractExchange != null && readsBasic && hasBasicCredentials(exchange)) {
				contractExchange.setDenial(null);
			}
			else if (contractExchange != null && contractExchange.denial() == null) {
				contractExchange.setDenial(new Denial(AuthorizationDeniedException.class,
						() -> new AuthorizationDeniedException("Access Denied")));
			}
			return point.commence(exchange, exception);
		};
	}

	private static void record(Throwable thrown, ServerWebExchange exchange) {
		ContractExchange contractExchange = ReactiveExchanges.of(exchange);
		if (contractExchange != null) {
			contractExchange.setDenial(SecurityRefusals.denial(thrown));
		}
	}

	@SuppressWarnings("unchecked")
	private static <H> void replace(Class<?> type, String name, Object owner, Function<H, H> replacement,
			Consumer<H> setter) {
		Object handler = PrivateFields.read(type, name, owner);
		if (handler != null) {
			setter.accept(replacement.apply((H) handler));
		}
	}

}
