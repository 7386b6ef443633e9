/**
 * The one funnel that every failure passes: translate, tell, render. It knows no doors.
 */
@NullMarked
package dev.errata.web;

import org.jspecify.annotations.NullMarked;
