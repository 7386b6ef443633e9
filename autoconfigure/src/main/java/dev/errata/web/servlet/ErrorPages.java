package dev.errata.web.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.util.function.SingletonSupplier;

/**
 * The error pages that the application has registered with the container, without Spring
 * Boot's own.
 */
final class ErrorPages {

	private final SingletonSupplier<List<ErrorPage>> pages;

	/**
	 * Create an instance.
	 * @param registrars register pages
	 * @param containers return the pages of a container once it exists
	 * @param errorPath the path of the page that is Spring Boot's
	 */
	ErrorPages(ObjectProvider<ErrorPageRegistrar> registrars, ObjectProvider<OfContainer> containers,
			String errorPath) {
		this.pages = SingletonSupplier.of(() -> {
			List<ErrorPage> pages = new ArrayList<>();
			registrars.forEach((registrar) -> registrar.registerErrorPages((added) -> pages.addAll(List.of(added))));
			containers.forEach((container) -> pages.addAll(container.pages()));
			return pages.stream()
				.filter((page) -> page.getException() == null && !errorPath.equals(page.getPath()))
				.toList();
		});
	}

	/**
	 * Return whether the application has a page for a status.
	 */
	boolean has(int status) {
		for (ErrorPage page : this.pages.obtain()) {
			if (page.isGlobal() || page.getStatusCode() == status) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Returns the error pages of a container.
	 */
	@FunctionalInterface
	interface OfContainer {

		Collection<ErrorPage> pages();

	}

}
