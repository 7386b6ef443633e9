package dev.errata.web.reactive;

import java.io.IOException;

import reactor.core.Exceptions;

/**
 * Throwables that whoever handles them may stumble over: those that Reactor does not
 * signal but throws, and those that do not bear to be looked at.
 */
enum HostileThrowable {

	PLAIN {
		@Override
		Throwable create() {
			return new IllegalStateException("plain");
		}
	},

	CHECKED {
		@Override
		Throwable create() {
			return new IOException("checked");
		}
	},

	ASSERTION {
		@Override
		Throwable create() {
			return new AssertionError("assertion");
		}
	},

	MEMORY {
		@Override
		Throwable create() {
			return new OutOfMemoryError("memory");
		}
	},

	STACK {
		@Override
		Throwable create() {
			try {
				return new IllegalStateException(Integer.toString(recurse(0)));
			}
			catch (StackOverflowError ex) {
				return ex;
			}
		}

		private static int recurse(int depth) {
			return recurse(depth + 1) + 1;
		}
	},

	INTERNAL {
		@Override
		Throwable create() {
			return new InternalError("internal");
		}
	},

	DEATH {
		@Override
		@SuppressWarnings("removal")
		Throwable create() {
			return new ThreadDeath();
		}
	},

	LINKAGE {
		@Override
		Throwable create() {
			return new NoClassDefFoundError("linkage");
		}
	},

	BUBBLING {
		@Override
		Throwable create() {
			return Exceptions.bubble(new IllegalStateException("bubbling"));
		}
	},

	CALLBACK {
		@Override
		Throwable create() {
			return Exceptions.errorCallbackNotImplemented(new IllegalStateException("callback"));
		}
	},

	CYCLIC {
		@Override
		Throwable create() {
			Exception cause = new Exception("cause");
			Exception cyclic = new IllegalStateException("cyclic", cause);
			cause.initCause(cyclic);
			return cyclic;
		}
	},

	FATAL_CYCLIC {
		@Override
		Throwable create() {
			Error fatal = new InternalError("fatal");
			fatal.initCause(new Exception(fatal));
			return fatal;
		}
	},

	DEEP {
		@Override
		Throwable create() {
			Exception deep = new Exception("deep");
			for (int i = 0; i < 100_000; i++) {
				deep = new Quiet("deep", deep);
			}
			return deep;
		}
	},

	ENDLESS {
		@Override
		Throwable create() {
			return new Quiet("endless", null) {

				@Override
				public Throwable getCause() {
					return create();
				}

			};
		}
	},

	OWN_CAUSE {
		@Override
		Throwable create() {
			return new Quiet("own", null) {

				@Override
				public Throwable getCause() {
					return this;
				}

			};
		}
	},

	SUPPRESSED {
		@Override
		Throwable create() {
			Exception first = new Exception("first");
			Exception second = new Exception("second");
			first.addSuppressed(second);
			second.addSuppressed(first);
			return first;
		}
	},

	DEEPLY_SUPPRESSED {
		@Override
		Throwable create() {
			Exception deep = new Exception("deep");
			for (int i = 0; i < 10_000; i++) {
				Exception next = new Exception("deep");
				next.addSuppressed(deep);
				deep = next;
			}
			return deep;
		}
	},

	MESSAGE {
		@Override
		Throwable create() {
			return new Quiet("message", null) {

				@Override
				public String getMessage() {
					throw new IllegalStateException("no message");
				}

			};
		}
	},

	FATAL_MESSAGE {
		@Override
		Throwable create() {
			return new Quiet("message", null) {

				@Override
				public String getMessage() {
					throw new NoClassDefFoundError("no message");
				}

			};
		}
	},

	CAUSE {
		@Override
		Throwable create() {
			return new Quiet("cause", null) {

				@Override
				public Throwable getCause() {
					throw new IllegalStateException("no cause");
				}

			};
		}
	},

	TRACE {
		@Override
		Throwable create() {
			return new Quiet("trace", null) {

				@Override
				public StackTraceElement[] getStackTrace() {
					throw new IllegalStateException("no trace");
				}

			};
		}
	},

	NULL_TRACE {
		@Override
		Throwable create() {
			return new Quiet("trace", null) {

				@Override
				public StackTraceElement[] getStackTrace() {
					return null;
				}

			};
		}
	},

	TEXT {
		@Override
		Throwable create() {
			return new Quiet("text", null) {

				@Override
				public String toString() {
					throw new IllegalStateException("no text");
				}

			};
		}
	},

	NULLS {
		@Override
		Throwable create() {
			return new Quiet("nulls", null) {

				@Override
				public String getMessage() {
					return null;
				}

				@Override
				public String toString() {
					return null;
				}

			};
		}
	},

	FILL {
		@Override
		Throwable create() {
			try {
				return new Exception("fill") {

					@Override
					public synchronized Throwable fillInStackTrace() {
						throw new IllegalStateException("no trace");
					}

				};
			}
			catch (IllegalStateException ex) {
				return ex;
			}
		}
	},

	EQUALS {
		@Override
		Throwable create() {
			return new Quiet("equals", null) {

				@Override
				public boolean equals(Object other) {
					throw new IllegalStateException("not comparable");
				}

				@Override
				public int hashCode() {
					throw new IllegalStateException("no code");
				}

			};
		}
	};

	abstract Throwable create();

	/**
	 * Return whether Reactor throws it instead of signalling it.
	 */
	boolean isFatal() {
		return Exceptions.isFatal(create());
	}

	/**
	 * Return whether it has a text and a stack trace, be they null.
	 */
	boolean isPrintable() {
		return switch (this) {
			case MESSAGE, FATAL_MESSAGE, TEXT, TRACE, NULL_TRACE -> false;
			default -> true;
		};
	}

	/**
	 * Throw it, and whatever it throws when it is created.
	 */
	<T> T thrown() {
		return HostileThrowable.<T, RuntimeException>raise(create());
	}

	@SuppressWarnings("unchecked")
	private static <T, E extends Throwable> T raise(Throwable throwable) throws E {
		throw (E) throwable;
	}

	private static class Quiet extends Exception {

		Quiet(String message, Throwable cause) {
			super(message, cause, true, false);
		}

	}

}
