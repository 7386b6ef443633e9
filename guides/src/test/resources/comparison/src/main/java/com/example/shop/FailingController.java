package com.example.shop;

import java.util.concurrent.Callable;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class FailingController {

	@GetMapping("/fine")
	String fine() {
		return "fine";
	}

	@GetMapping("/unexpected")
	String unexpected() {
		throw new IllegalStateException("secret");
	}

	@GetMapping("/parameter")
	String parameter(@RequestParam int page) {
		return "page " + page;
	}

	@GetMapping("/slow")
	Callable<String> slow() {
		return () -> {
			Thread.sleep(20_000);
			return "late";
		};
	}

	@GetMapping("/admin")
	String admin() {
		return "fine";
	}

}
