/**
 * The command line of joule, which reads its errors by the contract that raises them.
 */
package dev.errata.sample.jc;
