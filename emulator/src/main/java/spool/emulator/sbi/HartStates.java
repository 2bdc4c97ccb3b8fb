package spool.emulator.sbi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Privilege;
import spool.emulator.isa.Cause;
import spool.emulator.machine.Machine;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The extension for hart state management (SBI 2.0, chapter 9): which harts run the kernel.
///
/// A stopped hart is parked with every interrupt off, so that nothing but a start ends it. A
/// suspended one is parked with its interrupts as the kernel had them, and goes on when one comes.
final class HartStates implements Extension, Stateful {
  private static final int SSTATUS = 0x100;
  private static final int SATP = 0x180;
  private static final long RETENTIVE = 0;
  private static final long NON_RETENTIVE = 0x8000_0000L;

  /// Of the pending states none can be seen: starting and stopping take no time.
  private enum State {
    STARTED(0),
    STOPPED(1),
    SUSPENDED(4);

    private final long number;

    State(long number) {
      this.number = number;
    }
  }

  private final Machine machine;
  private final List<State> states;
  private boolean isElsewhere;

  HartStates(Machine machine) {
    this.machine = machine;
    states = new ArrayList<>(Collections.nCopies(machine.harts().size(), State.STOPPED));
  }

  @Override
  public Answer call(Hart hart, long function, long[] a) {
    return switch ((int) function) {
      case 0 -> start(a[0], a[1], a[2]);
      case 1 -> stop(hart);
      case 2 -> status(a[0]);
      case 3 -> suspend(hart, a[0], a[1], a[2]);
      default -> Answer.NOT_SUPPORTED;
    };
  }

  @Override
  public void exchange(Exchange exchange) {
    states.replaceAll(exchange::choice);
    isElsewhere = exchange.flag(isElsewhere);
  }

  /// Whether the call just answered sent `hart` elsewhere, so that there is nobody to see the
  /// answer.
  boolean isElsewhere(Hart hart) {
    boolean answer = isElsewhere;
    isElsewhere = false;
    return answer;
  }

  private boolean isHart(long number) {
    return number >= 0 && number < states.size();
  }

  private Answer start(long number, long address, long argument) {
    if (!isHart(number)) {
      return Answer.INVALID_PARAMETER;
    }
    if (states.get((int) number) != State.STOPPED) {
      return Answer.ALREADY_AVAILABLE;
    }
    if (!isCode(address)) {
      return Answer.INVALID_ADDRESS;
    }
    start(machine.harts().get((int) number), address, argument);
    return Answer.SUCCESS;
  }

  private boolean isCode(long address) {
    return address % Short.BYTES == 0 && machine.bus().memory().contains(address, Short.BYTES);
  }

  /// Sets a stopped hart going at `address`, with its number and `argument`.
  void start(Hart hart, long address, long argument) {
    states.set(hart.id(), State.STARTED);
    machine.onEach(List.of(hart), target -> begin(target, address, argument));
  }

  /// Lets a hart come to the kernel as it is to: no translation, no interrupts.
  private void begin(Hart hart, long address, long argument) {
    hart.setInterrupt(Cause.SUPERVISOR_SOFTWARE, false);
    hart.privilege(Privilege.S);
    hart.writeCsr(SATP, 0);
    hart.writeCsr(SSTATUS, 0);
    hart.enableInterrupts(0);
    machine.start(hart, address, argument);
  }

  private Answer stop(Hart hart) {
    states.set(hart.id(), State.STOPPED);
    hart.enableInterrupts(0);
    hart.park();
    return Answer.SUCCESS;
  }

  private Answer status(long number) {
    return isHart(number)
        ? Answer.of(state(machine.harts().get((int) number)).number)
        : Answer.INVALID_PARAMETER;
  }

  private State state(Hart hart) {
    State state = states.get(hart.id());
    return state == State.SUSPENDED && !hart.isParked() ? State.STARTED : state;
  }

  private Answer suspend(Hart hart, long type, long address, long argument) {
    if (type != RETENTIVE && type != NON_RETENTIVE) {
      return Answer.INVALID_PARAMETER;
    }
    if (type == NON_RETENTIVE && !isCode(address)) {
      return Answer.INVALID_ADDRESS;
    }
    states.set(hart.id(), State.SUSPENDED);
    if (type == NON_RETENTIVE) {
      resumeAt(hart, address, argument);
    }
    hart.park();
    return Answer.SUCCESS;
  }

  /// The interrupts that end the suspension are those that are enabled now.
  private void resumeAt(Hart hart, long address, long argument) {
    hart.writeCsr(SATP, 0);
    hart.writeCsr(SSTATUS, 0);
    hart.pc(address);
    hart.x[10] = hart.id();
    hart.x[11] = argument;
    isElsewhere = true;
  }
}
