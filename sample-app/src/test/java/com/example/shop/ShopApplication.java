package com.example.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * The service of the documentation's examples.
 */
@SpringBootApplication
public class ShopApplication {

}
