package com.example.shop;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

@RestControllerAdvice
class ShopAdvice extends ResponseEntityExceptionHandler {

	@ExceptionHandler
	ProblemDetail handle(OrderShippedException ex) {
		return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "The order has left the house.");
	}

	@ExceptionHandler(Exception.class)
	ProblemDetail handleAll(Exception ex) {
		return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
	}

}
