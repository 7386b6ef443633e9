package dev.errata.integration

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Configuration
import org.springframework.http.MediaType
import org.springframework.web.reactive.function.server.awaitBody
import org.springframework.web.reactive.function.server.bodyAndAwait
import org.springframework.web.reactive.function.server.bodyValueAndAwait
import org.springframework.web.reactive.function.server.buildAndAwait
import org.springframework.web.reactive.function.server.coRouter
import org.springframework.web.server.CoWebFilter
import org.springframework.web.server.CoWebFilterChain
import org.springframework.web.server.ServerWebExchange

/** What Spring WebFlux has for coroutines beside controllers. */
@Configuration(proxyBeanMethods = false)
class KotlinRoutes {

	@Bean
	fun routes() = coRouter {
		GET("/routes/fine") { ok().bodyValueAndAwait("fine") }
		GET("/routes/before") { throw Broken() }
		GET("/routes/after") { delay(1); throw Broken() }
		GET("/routes/fatal") { delay(1); throw NoClassDefFoundError("geheim") }
		GET("/routes/timeout") { withTimeout(20) { delay(20_000); ok().buildAndAwait() } }
		GET("/routes/bare") { notFound().buildAndAwait() }
		POST("/routes/order") { request -> ok().bodyValueAndAwait(request.awaitBody<Order>().kind) }
		GET("/routes/flow") { ok().contentType(MediaType.APPLICATION_NDJSON).bodyAndAwait(flow<Item> { delay(1); throw Broken() }) }
	}

	@Bean
	fun filter() = object : CoWebFilter() {
		override suspend fun filter(exchange: ServerWebExchange, chain: CoWebFilterChain) {
			if (exchange.request.path.value() == "/filter") {
				delay(1)
				throw Broken()
			}
			if (exchange.request.path.value() == "/filter/fatal") {
				withContext(Dispatchers.Default) { throw NoClassDefFoundError("geheim") }
			}
			chain.filter(exchange)
		}
	}

}
