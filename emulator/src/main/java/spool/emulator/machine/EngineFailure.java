package spool.emulator.machine;

import spool.emulator.hart.Hart;

/// A defect of the machine or of its kernel, met while a hart ran; no guest can cause one without.
public final class EngineFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EngineFailure(Hart hart, Throwable cause) {
    super(
        "hart %d failed at pc 0x%x in cycle %d: %s"
            .formatted(hart.id(), hart.pc(), hart.cycles(), cause),
        cause);
  }
}
