package spool.kernel.trap;

/// A defect of the kernel, met while it served a trap; nothing that a guest does can cause one
/// without. The message is a report: what the kernel was doing for whom.
public final class KernelPanic extends RuntimeException {
  private static final long serialVersionUID = 1L;

  KernelPanic(String report, Throwable defect) {
    super(report, defect);
  }
}
