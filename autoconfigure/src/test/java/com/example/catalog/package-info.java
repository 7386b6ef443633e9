/**
 * Who may read the catalog, as the documentation shows it.
 */
package com.example.catalog;
