package dev.errata.client;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

/**
 * The services below {@code errata.clients}. Their errors are read by their contracts,
 * see {@link RemoteApiException}: <pre class="code">
 * RestClient joule = remoteApis.restClient("joule");</pre> Builders of Spring Boot know
 * them by their URLs.
 *
 * @since 0.1.0
 */
public final class RemoteApis {

	private static final Logger logger = LoggerFactory.getLogger(RemoteApis.class);

	private final Map<String, RemoteApi> apis = new LinkedHashMap<>();

	private final Supplier<RestClient.Builder> builders;

	private final List<RemoteApiListener> listeners;

	private final RemoteApiInterceptor interceptor;

	private final RemoteErrorHandler errorHandler;

	RemoteApis(List<RemoteApi> apis, Supplier<RestClient.Builder> builders,
			Supplier<List<HttpMessageConverter<?>>> converters, List<RemoteApiListener> listeners) {
		apis.forEach((api) -> this.apis.put(api.name(), api));
		this.builders = builders;
		this.listeners = List.copyOf(listeners);
		this.interceptor = new RemoteApiInterceptor(this);
		this.errorHandler = new RemoteErrorHandler(converters);
	}

	/**
	 * Return the names of the services.
	 * @return the names
	 */
	public Set<String> names() {
		return Set.copyOf(this.apis.keySet());
	}

	/**
	 * Return a client of a service, with its base URL.
	 * @param name the name of the service
	 * @return a new client
	 */
	public RestClient restClient(String name) {
		return restClientBuilder(name).build();
	}

	/**
	 * Return a builder of clients of a service, with its base URL.
	 * @param name the name of the service
	 * @return a new builder
	 */
	public RestClient.Builder restClientBuilder(String name) {
		RemoteApi api = get(name);
		RestClient.Builder builder = this.builders.get().baseUrl(api.bases().get(0).toString());
		customize(builder);
		return builder;
	}

	/**
	 * Make a builder recognize the services by their URLs. Builders of Spring Boot do so
	 * already.
	 * @param builder the builder
	 */
	public void customize(RestClient.Builder builder) {
		Assert.notNull(builder, "'builder' must not be null");
		if (this.apis.isEmpty()) {
			return;
		}
		builder.requestInterceptors((interceptors) -> {
			if (!interceptors.contains(this.interceptor)) {
				interceptors.add(0, this.interceptor);
			}
		});
		builder.defaultStatusHandler(this.errorHandler);
	}

	RemoteApiInterceptor interceptor() {
		return this.interceptor;
	}

	/**
	 * Return a service by its name.
	 * @throws IllegalArgumentException if there is none of this name
	 */
	RemoteApi get(String name) {
		RemoteApi api = this.apis.get(name);
		Assert.isTrue(api != null, () -> "There is no client '" + name + "'; there are " + this.apis.keySet());
		return api;
	}

	@Nullable RemoteApi find(String name) {
		return this.apis.get(name);
	}

	/**
	 * Find the service that a URL belongs to: the one with the longest base.
	 */
	@Nullable RemoteApi find(URI url) {
		RemoteApi found = null;
		int longest = -1;
		for (RemoteApi api : this.apis.values()) {
			int length = api.matches(url);
			if (length > longest) {
				found = api;
				longest = length;
			}
		}
		return found;
	}

	/**
	 * Tell the listeners of an attempt that was not the first of its call.
	 */
	void tellRetry(RemoteApi api, boolean succeeded) {
		for (RemoteApiListener listener : this.listeners) {
			try {
				listener.onRetry(api.name(), succeeded);
			}
			catch (Throwable ex) {
				logger.error("The listener {} failed", listener.getClass().getName(), ex);
			}
		}
	}

}
