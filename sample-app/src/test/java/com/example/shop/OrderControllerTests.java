package com.example.shop;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@WebMvcTest(properties = "errata.codes.order_shipped=409")
class OrderControllerTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void shippedOrderCannotBeCancelled() {
		assertThat(this.mvc.delete().uri("/orders/7")).hasStatus(409)
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("order_shipped");
	}

}
