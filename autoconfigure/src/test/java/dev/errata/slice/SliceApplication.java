package dev.errata.slice;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * An application that finds its components by itself.
 */
@SpringBootApplication
class SliceApplication {

}
