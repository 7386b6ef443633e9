/**
 * A store of idempotency keys as a user would write it, and its test; both stand in the
 * documentation.
 */
@NullMarked
package com.example.store;

import org.jspecify.annotations.NullMarked;
