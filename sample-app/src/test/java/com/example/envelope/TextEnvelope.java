package com.example.envelope;

import java.nio.charset.StandardCharsets;

import dev.errata.envelope.ErrorEnvelope;
import dev.errata.error.ApiError;

import org.springframework.stereotype.Component;

@Component
public class TextEnvelope implements ErrorEnvelope {

	@Override
	public String mediaType() {
		return "text/plain;charset=UTF-8";
	}

	@Override
	public byte[] render(ApiError error) {
		return (error.code() + ": " + error.message()).getBytes(StandardCharsets.UTF_8);
	}

}
