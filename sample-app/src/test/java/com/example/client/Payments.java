package com.example.client;

import dev.errata.client.RemoteApiException;
import dev.errata.client.RemoteApis;

import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

class Payments {

	private final RestClient bank;

	Payments(RemoteApis apis) {
		this.bank = apis.restClient("bank");
	}

	boolean pay(Payment payment) {
		try {
			this.bank.post().uri("/payments").body(payment).retrieve().toBodilessEntity();
			return true;
		}
		catch (HttpClientErrorException ex) {
			RemoteApiException error = RemoteApiException.of(ex);
			if (error != null && error.code().equals("account_frozen")) {
				return false;
			}
			throw ex;
		}
	}

	record Payment(String account, long cents) {
	}

}
