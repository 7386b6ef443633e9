package com.example.idempotency;

import javax.sql.DataSource;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the documentation shows for a service whose work is done by R2DBC.
 */
@Configuration(proxyBeanMethods = false)
class Database {

	@Bean
	DataSource dataSource() {
		return DataSourceBuilder.create().url("jdbc:postgresql://localhost/shop").build();
	}

}
