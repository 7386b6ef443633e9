package com.example.shop;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

@Component
class Filters extends OncePerRequestFilter {

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		switch (request.getRequestURI()) {
			case "/filter/exception" -> throw new IllegalStateException("secret");
			case "/filter/send-error" -> response.sendError(429);
			default -> chain.doFilter(request, response);
		}
	}

}
