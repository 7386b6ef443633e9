package com.example.shop;

import dev.errata.error.ErrorCode;

@ErrorCode("order_shipped")
class OrderShippedException extends RuntimeException {

}
