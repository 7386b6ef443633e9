package com.example.shop;

import dev.errata.catalog.Code;

enum Problem implements Code {

	INSUFFICIENT_BALANCE, ORDER_SHIPPED, OUT_OF_STOCK

}
