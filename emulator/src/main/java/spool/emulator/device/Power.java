package spool.emulator.device;

import spool.emulator.state.Exchange;

/// The power switch: SiFive's test finisher, one register that ends the run.
///
/// The low half of a store is the command, the high half the exit status of a failure. Other values
/// are ignored, and the register reads as zero.
public final class Power extends Registers {
  /// Bytes of address space.
  public static final long SIZE = 0x1000;

  /// Ends the run with the status in the high half.
  public static final int FAIL = 0x3333;

  /// Ends the run with status 0.
  public static final int PASS = 0x5555;

  /// Asks for a restart.
  public static final int RESET = 0x7777;

  /// What the switch acts on.
  public interface Switch {
    /// Ends the run with an exit status.
    void powerOff(int status);

    /// Ends the run and asks whoever started it to start it afresh.
    void reset();
  }

  private final Switch machine;

  /// A switch for `machine`.
  public Power(Switch machine) {
    this.machine = machine;
  }

  @Override
  int loadWord(int offset) {
    return 0;
  }

  @Override
  void storeWord(int offset, int value) {
    if (offset == 0) {
      command(value & 0xffff, value >>> 16);
    }
  }

  /// There is nothing to remember.
  @Override
  public void exchange(Exchange exchange) {}

  private void command(int command, int status) {
    switch (command) {
      case FAIL -> machine.powerOff(status);
      case PASS -> machine.powerOff(0);
      case RESET -> machine.reset();
      default -> {}
    }
  }
}
