/**
 * How long a body may take, as the documentation shows it.
 */
package com.example.limits;
