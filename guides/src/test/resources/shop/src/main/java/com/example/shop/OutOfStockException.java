package com.example.shop;

public class OutOfStockException extends RuntimeException {

	private final String sku;

	private final int available;

	public OutOfStockException(String sku, int available) {
		super("Stock of " + sku + " is " + available);
		this.sku = sku;
		this.available = available;
	}

	public String getSku() {
		return this.sku;
	}

	public int getAvailable() {
		return this.available;
	}

}
