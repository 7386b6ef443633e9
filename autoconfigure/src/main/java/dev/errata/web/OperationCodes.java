package dev.errata.web;

import java.util.List;

import dev.errata.catalog.ResolvedCode;
import dev.errata.contract.Contract;

import org.springframework.web.method.HandlerMethod;

/**
 * The codes that operations of an application can end with, as far as they are known from
 * their handlers.
 *
 * @since 0.1.0
 * @hidden
 */
@FunctionalInterface
public interface OperationCodes {

	/**
	 * Return the codes of an operation.
	 * @param handler the handler
	 * @param path the pattern of its path
	 * @param method the HTTP method
	 * @param contract the contract that rules the path
	 * @return the codes with their statuses
	 */
	List<ResolvedCode> of(HandlerMethod handler, String path, String method, Contract contract);

}
