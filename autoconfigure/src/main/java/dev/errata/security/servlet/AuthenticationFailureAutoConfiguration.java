package dev.errata.security.servlet;

import dev.errata.web.servlet.ErrorResponder;
import dev.errata.web.servlet.WebServletAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.AuthenticationEventPublisher;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Auto-configuration that records why authentication failed. It is ordered before Spring
 * Boot's own, which defines a publisher unless there is one.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WebServletAutoConfiguration.class,
		beforeName = "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ HttpSecurity.class, SecurityFilterChain.class, SecurityFilterProperties.class })
@ConditionalOnBean(ErrorResponder.class)
public final class AuthenticationFailureAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(AuthenticationEventPublisher.class)
	AuthenticationFailurePublisher errataAuthenticationFailurePublisher(ApplicationEventPublisher publisher) {
		return new AuthenticationFailurePublisher(publisher);
	}

}
