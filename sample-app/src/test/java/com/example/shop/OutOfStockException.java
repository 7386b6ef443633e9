package com.example.shop;

/**
 * Claimed by a code under {@code exceptions}.
 */
public class OutOfStockException extends RuntimeException {

	private final String sku;

	public OutOfStockException(String message, String sku) {
		super(message);
		this.sku = sku;
	}

	public String getSku() {
		return this.sku;
	}

	public int available() {
		return 3;
	}

}
