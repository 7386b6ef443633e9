package com.example.extension;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import com.example.shop.PaymentException;
import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.LocalizedText;
import dev.errata.error.ApiErrorCustomizer;
import dev.errata.error.ErrorListener;
import dev.errata.error.ErrorTranslator;
import dev.errata.error.Failure;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class ShopErrors {

	public final List<String> seen = new CopyOnWriteArrayList<>();

	@Bean
	ErrorTranslator paymentErrors() {
		return (exception) -> (exception instanceof PaymentException payment)
				? Failure.of("payment_" + payment.reason()).detail("The bank said no.").with("reason", payment.reason())
				: null;
	}

	@Bean
	CatalogEntry paymentDeclined() {
		return CatalogEntry.of("payment_declined",
				(entry) -> entry.status(402)
					.message("The payment was declined.")
					.meaning("The bank refused the card.")
					.fix(LocalizedText.of("Ask the bank, or pay in another way.")
						.with(Locale.GERMAN, "Fragen Sie die Bank, oder zahlen Sie anders.")));
	}

	@Bean
	ApiErrorCustomizer region() {
		return (error) -> error.withAttribute("region", "eu-1").withHeader("X-Region", "eu-1");
	}

	@Bean
	ErrorListener seenErrors() {
		return (error) -> this.seen.add(error.status() + " " + error.code());
	}

}
