package dev.errata.integration

import jakarta.validation.Valid
import jakarta.validation.constraints.Min
import jakarta.validation.constraints.NotBlank
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.flowOf
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.springframework.http.HttpStatus
import org.springframework.http.MediaType
import org.springframework.http.ResponseEntity
import org.springframework.web.bind.annotation.ExceptionHandler
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.PathVariable
import org.springframework.web.bind.annotation.PostMapping
import org.springframework.web.bind.annotation.RequestBody
import org.springframework.web.bind.annotation.RequestHeader
import org.springframework.web.bind.annotation.RequestMapping
import org.springframework.web.bind.annotation.RequestParam
import org.springframework.web.bind.annotation.RestController
import org.springframework.web.server.ResponseStatusException

data class Item(val name: String)

data class Order(
	@field:NotBlank val name: String,
	val count: Int,
	@field:Valid val customer: Customer,
	val lines: List<Item> = emptyList(),
	val note: String?,
	val kind: String = "plain",
)

data class Customer(@field:NotBlank val email: String, val tags: Map<String, Int> = emptyMap())

@JvmInline
value class Id(val value: Int) {
	init {
		require(value > 0) { "geheim" }
	}
}

data class Named(val id: Id, val name: String)

class Broken : RuntimeException("geheim")

class Own : RuntimeException("geheim")

/** Suspending functions and flows, none of them about Spring MVC or Spring WebFlux. */
@RestController
@RequestMapping("/kotlin")
class KotlinController {

	val cancelled = CompletableDeferred<Throwable>()

	@GetMapping("/fine")
	suspend fun fine(): String {
		delay(1)
		return "fine"
	}

	@GetMapping("/before")
	suspend fun before(): String = throw Broken()

	@GetMapping("/after")
	suspend fun after(): String {
		delay(1)
		throw Broken()
	}

	@GetMapping("/elsewhere")
	suspend fun elsewhere(): String = withContext(Dispatchers.IO) { throw Broken() }

	@GetMapping("/child")
	suspend fun child(): String = coroutineScope {
		val name = async(Dispatchers.Default) { delay(1); if (true) throw Broken(); "name" }
		name.await()
	}

	@GetMapping("/unknown")
	suspend fun unknown(): String {
		delay(1)
		throw IllegalStateException("geheim")
	}

	@GetMapping("/error")
	suspend fun error(): String {
		delay(1)
		throw StackOverflowError("geheim")
	}

	@GetMapping("/fatal")
	suspend fun fatal(): String = withContext(Dispatchers.Default) { throw NoClassDefFoundError("geheim") }

	@GetMapping("/cyclic")
	suspend fun cyclic(): String {
		val first = IllegalStateException("geheim")
		first.initCause(IllegalStateException("geheim", first))
		delay(1)
		throw first
	}

	@GetMapping("/status")
	suspend fun status(): String {
		delay(1)
		throw ResponseStatusException(HttpStatus.CONFLICT)
	}

	@GetMapping("/timeout")
	suspend fun timeout(): String = withTimeout(20) {
		delay(20_000)
		"late"
	}

	@GetMapping("/cancelled")
	suspend fun cancelled(): String {
		delay(1)
		throw CancellationException("geheim")
	}

	@GetMapping("/null")
	suspend fun nothing(): String? {
		delay(1)
		return null
	}

	@GetMapping("/own")
	suspend fun own(): String {
		delay(1)
		throw Own()
	}

	@ExceptionHandler
	suspend fun handle(exception: Own): ResponseEntity<String> {
		delay(1)
		return ResponseEntity.status(409).body("own")
	}

	@GetMapping("/never")
	suspend fun never(): String {
		try {
			awaitCancellation()
		}
		catch (ex: Throwable) {
			this.cancelled.complete(ex)
			throw ex
		}
	}

	@GetMapping("/parameter")
	suspend fun parameter(@RequestParam name: String) = name

	@GetMapping("/number")
	suspend fun number(@RequestParam number: Int) = "$number"

	@GetMapping("/optional")
	suspend fun optional(@RequestParam name: String?, @RequestParam size: Int = 10) = "$name $size"

	@GetMapping("/header")
	suspend fun header(@RequestHeader("X-Tenant") tenant: String) = tenant

	@GetMapping("/path/{number}")
	suspend fun path(@PathVariable number: Int) = "$number"

	@GetMapping("/id/{id}")
	suspend fun id(@PathVariable id: Id) = "${id.value}"

	@GetMapping("/min")
	suspend fun min(@RequestParam @Min(1) number: Int): String {
		delay(1)
		return "$number"
	}

	@GetMapping("/blank")
	fun blank(@RequestParam @NotBlank name: String) = name

	@PostMapping("/order")
	suspend fun order(@RequestBody @Valid order: Order): String {
		delay(1)
		return order.kind
	}

	@PostMapping("/orders")
	suspend fun orders(@RequestBody orders: List<Order>) = "${orders.size}"

	@PostMapping("/named")
	suspend fun named(@RequestBody named: Named) = "${named.id.value}"

	@GetMapping("/flow")
	fun flow(): Flow<Item> = flowOf("a", "b").map { delay(1); Item(it) }

	@GetMapping("/flow/first")
	fun first(): Flow<Item> = flow { delay(1); throw Broken() }

	@GetMapping("/flow/fatal")
	fun fatalFlow(): Flow<Item> = flow { delay(1); throw NoClassDefFoundError("geheim") }

	@GetMapping("/flow/suspending")
	suspend fun suspending(): Flow<Item> {
		delay(1)
		return flow { delay(1); throw Broken() }
	}

	@GetMapping("/flow/timeout")
	fun flowTimeout(): Flow<Item> = flow { withTimeout(20) { delay(20_000) } }

	@GetMapping("/flow/array")
	fun array(): Flow<Item> = second()

	@GetMapping("/flow/ndjson", produces = [MediaType.APPLICATION_NDJSON_VALUE])
	fun ndjson(): Flow<Item> = second()

	@GetMapping("/flow/sse", produces = [MediaType.TEXT_EVENT_STREAM_VALUE])
	fun sse(): Flow<Item> = second()

	private fun second() = flow {
		emit(Item("a"))
		delay(50)
		throw Broken()
	}

}
