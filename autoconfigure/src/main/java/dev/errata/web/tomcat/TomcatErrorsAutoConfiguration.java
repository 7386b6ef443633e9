package dev.errata.web.tomcat;

import java.util.Arrays;

import dev.errata.contract.Contracts;
import dev.errata.contract.PathMap;
import dev.errata.web.FailureResolver;
import dev.errata.web.HeadLimit;
import dev.errata.web.RefusedRequests;
import dev.errata.web.RequestPaths;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import org.apache.catalina.Container;
import org.apache.catalina.Pipeline;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.CloseNowException;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.http.InvalidParameterException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

/**
 * Auto-configuration for error handling in Tomcat.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WebReactiveAutoConfiguration.class, WebServletAutoConfiguration.class })
@ConditionalOnWebApplication
@ConditionalOnClass({ ErrorReportValve.class, InvalidParameterException.class, CloseNowException.class })
@ConditionalOnBean(RefusedRequests.class)
public final class TomcatErrorsAutoConfiguration {

	@Bean
	InvalidParameterTranslator errataInvalidParameterTranslator() {
		return new InvalidParameterTranslator();
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	TomcatResponseAborter errataTomcatResponseAborter() {
		return new TomcatResponseAborter();
	}

	/**
	 * Tomcat looks at the last of the causes.
	 */
	@Bean
	@Order(0)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	ReactiveTomcatResponseAborter errataReactiveTomcatResponseAborter() {
		return new ReactiveTomcatResponseAborter();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
	static class ValveConfiguration {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> errataErrorValve(
				ObjectProvider<RefusedRequests> refused, ObjectProvider<FailureResolver> resolver) {
			return (factory) -> factory.addContextCustomizers((context) -> {
				Pipeline valves = context.getParent().getPipeline();
				if (addsOwnReport(context.getParent())) {
					// now, for the host's last valve has precedence over all others
					valves.addValve(new ErrorReportValve());
				}
				valves.addValve(new ContractErrorValve(refused.getObject(), resolver.getObject()));
			});
		}

		/**
		 * Return whether Tomcat will add the valve that reports errors when it starts,
		 * which it does unless Spring Boot has.
		 */
		private static boolean addsOwnReport(Container host) {
			String type = ErrorReportValve.class.getName();
			return host instanceof StandardHost tomcats && type.equals(tomcats.getErrorReportValveClass())
					&& Arrays.stream(host.getPipeline().getValves())
						.noneMatch((valve) -> type.equals(valve.getClass().getName()));
		}

		@Bean
		@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> errataTomcatUnansweredRequests() {
			return (factory) -> factory
				.addContextCustomizers((context) -> context.getPipeline().addValve(new UnansweredRequestValve()));
		}

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> errataTomcatHeadLimit(
				ObjectProvider<HeadLimit> limit) {
			return (factory) -> factory.addConnectorCustomizers((connector) -> {
				if (connector.getProtocolHandler() instanceof AbstractHttp11Protocol<?> protocol) {
					limit.getObject().allow(protocol.getMaxHttpResponseHeaderSize());
				}
			});
		}

		@Bean
		WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> errataTomcatBodyLimit(
				ObjectProvider<RequestPaths> paths, ObjectProvider<Contracts> contracts) {
			return (factory) -> factory.addContextCustomizers((context) -> {
				PathMap<DataSize> limits = contracts.getObject().limits().body();
				if (!limits.isEmpty()) {
					context.getPipeline().addValve(new BodyLimitValve(paths.getObject(), limits));
				}
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
	static class ReactiveConfiguration {

		@Bean
		HeadLimit errataHeadLimit() {
			return new HeadLimit();
		}

		@Bean
		WebHttpHandlerBuilderCustomizer errataReactiveTomcatHeads(HeadLimit limit) {
			return (builder) -> builder.httpHandlerDecorator(new ReactiveTomcatHeads(limit)::around);
		}

	}

}
