package dev.errata.web.jetty;

import dev.errata.contract.Contracts;
import dev.errata.contract.PathMap;
import dev.errata.web.FailureResolver;
import dev.errata.web.HeadLimit;
import dev.errata.web.RefusedRequests;
import dev.errata.web.RequestPaths;
import dev.errata.web.reactive.WebReactiveAutoConfiguration;
import dev.errata.web.servlet.WebServletAutoConfiguration;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webflux.autoconfigure.WebHttpHandlerBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.unit.DataSize;

/**
 * Auto-configuration for error handling in Jetty.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WebReactiveAutoConfiguration.class, WebServletAutoConfiguration.class })
@ConditionalOnWebApplication
@ConditionalOnClass({ Server.class, ConfigurableJettyWebServerFactory.class })
@ConditionalOnBean(RefusedRequests.class)
public final class JettyErrorsAutoConfiguration {

	@Bean
	BadMessageTranslator errataBadMessageTranslator() {
		return new BadMessageTranslator();
	}

	@Bean
	@Order(0)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	JettyResponseAborter errataJettyResponseAborter() {
		return new JettyResponseAborter();
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	ReactiveJettyResponseAborter errataReactiveJettyResponseAborter() {
		return new ReactiveJettyResponseAborter();
	}

	@Bean
	WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> errataErrorHandler(
			ObjectProvider<RefusedRequests> refused, ObjectProvider<FailureResolver> resolver) {
		return (factory) -> factory.addServerCustomizers((server) -> server
			.setErrorHandler(new ContractErrorHandler(refused.getObject(), resolver.getObject())));
	}

	@Bean
	WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> errataJettyBodyLimit(
			ObjectProvider<Contracts> contracts, ObjectProvider<RequestPaths> paths) {
		return (factory) -> factory.addServerCustomizers((server) -> {
			PathMap<DataSize> limits = contracts.getObject().limits().body();
			if (!limits.isEmpty()) {
				server.insertHandler(new BodyLimitHandler(limits, paths.getObject()));
			}
		});
	}

	@Bean
	WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> errataJettyUnreadBody() {
		return (factory) -> factory.addServerCustomizers((server) -> server.insertHandler(new UnreadBodyHandler()));
	}

	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> errataJettyHeadLimit(
			ObjectProvider<HeadLimit> limit) {
		return (factory) -> factory.addServerCustomizers((server) -> addLimits(server, limit.getObject()));
	}

	private static void addLimits(Server server, HeadLimit limit) {
		for (Connector connector : server.getConnectors()) {
			for (ConnectionFactory connections : connector.getConnectionFactories()) {
				if (connections instanceof HttpConfiguration.ConnectionFactory http) {
					HttpConfiguration configuration = http.getHttpConfiguration();
					limit.allow(
							Math.max(configuration.getResponseHeaderSize(), configuration.getMaxResponseHeaderSize()));
				}
			}
		}
	}

	/**
	 * Cuts off what has not been answered when the server stops: Jetty would end it with
	 * a 200 without a body.
	 */
	@Bean
	WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> errataJettyUnansweredRequests() {
		LifeCycle.Listener cutOff = new LifeCycle.Listener() {

			@Override
			public void lifeCycleStopping(LifeCycle connector) {
				((Connector) connector).getConnectedEndPoints().forEach(EndPoint::close);
			}

		};
		return (factory) -> factory.addServerCustomizers((server) -> {
			for (Connector connector : server.getConnectors()) {
				connector.addEventListener(cutOff);
			}
		});
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	static class ReactiveConfiguration {

		@Bean
		BrokenBodyHandler errataJettyBrokenBody() {
			return new BrokenBodyHandler();
		}

		@Bean
		WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> errataJettyBrokenBodies(
				BrokenBodyHandler brokenBodies) {
			return (factory) -> factory.addServerCustomizers((server) -> server.insertHandler(brokenBodies));
		}

		@Bean
		WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> errataJettyUnreadableUris() {
			return (factory) -> factory
				.addServerCustomizers((server) -> server.insertHandler(new UnreadableUriHandler()));
		}

		@Bean
		WebHttpHandlerBuilderCustomizer errataJettyBrokenBodyReaders(BrokenBodyHandler brokenBodies) {
			return (builder) -> builder.httpHandlerDecorator(brokenBodies::around);
		}

	}

}
