package spool.generator;

/// A description that makes no sense; the processor reports it at the annotated method.
final class DescriptionError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DescriptionError(String message) {
    super(message);
  }
}
