package dev.errata.security;

import dev.errata.error.BuiltInErrorTranslator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtDecoderInitializationException;
import org.springframework.security.web.csrf.CsrfException;

/**
 * Auto-configuration for errors that are exceptions of Spring Security.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnClass({ AuthenticationException.class, CsrfException.class })
public final class SecurityErrorsAutoConfiguration {

	@Bean
	SecurityTranslator errataSecurityTranslator(ObjectProvider<BuiltInErrorTranslator> translators) {
		return new SecurityTranslator(translators);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JwtDecoderInitializationException.class)
	static class JwtConfiguration {

		@Bean
		IssuerTranslator errataIssuerTranslator() {
			return new IssuerTranslator();
		}

	}

}
