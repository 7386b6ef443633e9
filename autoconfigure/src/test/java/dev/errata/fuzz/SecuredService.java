package dev.errata.fuzz;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.core.userdetails.UserDetails;

/**
 * What guards the service: its default firewall, and HTTP Basic for nearly everything.
 */
@Configuration(proxyBeanMethods = false)
class SecuredService {

	static final UserDetails ANN = User.withUsername("ann").password("secret").roles("USER").build();

	@Bean
	@SuppressWarnings("deprecation")
	PasswordEncoder encoder() {
		// any other takes its time on purpose
		return NoOpPasswordEncoder.getInstance();
	}

}
