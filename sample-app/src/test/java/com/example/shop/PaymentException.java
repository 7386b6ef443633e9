package com.example.shop;

/**
 * An exception whose reason decides on the code.
 */
public class PaymentException extends RuntimeException {

	private final String reason;

	public PaymentException(String reason) {
		super("The bank said: " + reason);
		this.reason = reason;
	}

	public String reason() {
		return this.reason;
	}

}
