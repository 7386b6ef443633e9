package com.example.shop;

/**
 * Claimed by a code under {@code exceptions}.
 */
public class OutOfStockException extends RuntimeException {

	public OutOfStockException(String message) {
		super(message);
	}

}
