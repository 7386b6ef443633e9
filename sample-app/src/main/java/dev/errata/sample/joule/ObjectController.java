package dev.errata.sample.joule;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

/**
 * The object store of joule, which keeps the size alone.
 */
@RestController
class ObjectController {

	@PutMapping("/joule/v1/objects/{name}")
	StoredObject put(@PathVariable String name, @RequestParam MultipartFile file) {
		return new StoredObject(name, file.getSize());
	}

	record StoredObject(String name, long size) {
	}

}
