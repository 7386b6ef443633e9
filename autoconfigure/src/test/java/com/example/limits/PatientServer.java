package com.example.limits;

import java.time.Duration;

import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A server that waits for a body, but not forever.
 */
@Configuration(proxyBeanMethods = false)
public class PatientServer {

	@Bean
	NettyServerCustomizer readTimeout() {
		return (server) -> server.readTimeout(Duration.ofSeconds(20));
	}

}
