package com.example.shop;

public class OrderShippedException extends RuntimeException {

	private final long id;

	public OrderShippedException(long id) {
		super("Order " + id + " was handed over to DHL");
		this.id = id;
	}

	public long getId() {
		return this.id;
	}

}
