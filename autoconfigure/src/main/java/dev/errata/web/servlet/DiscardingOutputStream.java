package dev.errata.web.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;

/**
 * Discards what is written after the answer.
 */
final class DiscardingOutputStream extends ServletOutputStream {

	@Override
	public void write(int value) {
	}

	@Override
	public void write(byte[] bytes, int offset, int length) {
	}

	@Override
	public boolean isReady() {
		return true;
	}

	@Override
	public void setWriteListener(WriteListener listener) {
	}

}
