package spool.kernel.trap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import spool.emulator.hart.Hart;
import spool.emulator.machine.Outcome;
import spool.kernel.abi.Signal;
import spool.kernel.process.Task;
import spool.kernel.signal.SignalAction;
import spool.kernel.trace.TraceSink;
import spool.kernel.trap.Puppeteer.Puppet;
import spool.kernel.vm.AddressSpace;

/// What a handler finds on the stack, and what becomes of the registers when it returns: the layout
/// of Linux riscv64's `struct rt_sigframe`, in numbers of its own.
class SignalFrameTest {
  private static final int EXIT_GROUP = 94;
  private static final int KILL = 129;
  private static final int RT_SIGACTION = 134;
  private static final int RT_SIGRETURN = 139;
  private static final int FCSR = 3;
  private static final int RA = 1;
  private static final int SP = 2;
  private static final int A0 = 10;
  private static final int A7 = 17;

  private static final long HANDLER = 0x1_1230;
  private static final long BLOCKED = Signal.bit(Signal.SIGUSR2);
  private static final int FRAME_BYTES = 1088;
  private static final int CONTEXT = 128;
  private static final int STACK_FLAGS = CONTEXT + 16 + 8;
  private static final int MASK = CONTEXT + 40;
  private static final int REGISTERS = CONTEXT + 176;
  private static final int FLOATS = REGISTERS + 32 * 8;
  private static final int FLOAT_STATUS = FLOATS + 32 * 8;

  /// Sends itself a signal, and looks around in the handler and behind it.
  private static final class Looker implements Puppet {
    private int step;
    private long pc;
    private long sp;
    private long[] integers = {};
    private long[] floats = {};
    private boolean returned;

    @Override
    public void act(Puppeteer machine, long result) {
      Hart hart = machine.hart();
      Task task = machine.task();
      switch (step++) {
        case 0 -> {
          HostileMemory.map(task);
          SignalAction action = new SignalAction(HANDLER, SignalAction.SA_SIGINFO, BLOCKED);
          task.memory().write(HostileMemory.ROOM, action.toBytes());
          machine.call(RT_SIGACTION, Signal.SIGUSR1, HostileMemory.ROOM, 0, Long.BYTES);
        }
        case 1 -> {
          remember(hart);
          machine.call(KILL, task.pid(), Signal.SIGUSR1);
        }
        case 2 -> {
          checkHandler(hart);
          checkFrame(task, hart.x[SP]);
          assertEquals(BLOCKED | Signal.bit(Signal.SIGUSR1), task.signals().mask());
          spoil(hart);
          machine.call(RT_SIGRETURN);
        }
        default -> {
          checkBack(hart, task);
          returned = true;
          machine.call(EXIT_GROUP, 0);
        }
      }
    }

    private void remember(Hart hart) {
      sp = hart.x[SP] - 8;
      for (int number = 1; number < 32; number++) {
        hart.x[number] = 0x1111_0000_0000_0001L * number;
        hart.f[number] = 0x2222_0000_0000_0001L * number;
      }
      hart.x[SP] = sp;
      hart.f[0] = 42;
      hart.writeCsr(FCSR, 0x5f);
      pc = hart.pc();
      integers = hart.x.clone();
      integers[A0] = 0;
      integers[A0 + 1] = Signal.SIGUSR1;
      integers[A7] = KILL;
      floats = hart.f.clone();
    }

    private void checkHandler(Hart hart) {
      assertEquals(HANDLER, hart.pc());
      assertEquals(AddressSpace.TRAMPOLINE, hart.x[RA]);
      assertEquals(0, hart.x[SP] % 16);
      assertTrue(hart.x[SP] + FRAME_BYTES <= sp);
      assertEquals(Signal.SIGUSR1, hart.x[A0]);
      assertEquals(hart.x[SP], hart.x[A0 + 1]);
      assertEquals(hart.x[SP] + CONTEXT, hart.x[A0 + 2]);
    }

    private void checkFrame(Task task, long address) {
      ByteBuffer frame =
          ByteBuffer.wrap(task.memory().read(address, FRAME_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
      assertEquals(Signal.SIGUSR1, frame.getInt(0));
      assertEquals(0, frame.getInt(8), "SI_USER");
      assertEquals(task.pid(), frame.getInt(16));
      assertEquals(2, frame.getInt(STACK_FLAGS), "SS_DISABLE");
      assertEquals(0, frame.getLong(MASK));
      assertEquals(pc + 4, frame.getLong(REGISTERS));
      for (int number = 1; number < 32; number++) {
        assertEquals(integers[number], frame.getLong(REGISTERS + number * 8), "x" + number);
        assertEquals(floats[number], frame.getLong(FLOATS + number * 8), "f" + number);
      }
      assertEquals(42, frame.getLong(FLOATS));
      assertEquals(0x5f, frame.getInt(FLOAT_STATUS));
    }

    private static void spoil(Hart hart) {
      long frame = hart.x[SP];
      Arrays.fill(hart.x, 1, 32, -1);
      Arrays.fill(hart.f, -1);
      hart.writeCsr(FCSR, 0);
      hart.x[SP] = frame;
    }

    private void checkBack(Hart hart, Task task) {
      assertEquals(pc + 4, hart.pc());
      assertEquals(Signal.EMPTY, task.signals().mask());
      for (int number = 1; number < 32; number++) {
        assertEquals(integers[number], hart.x[number], "x" + number);
        assertEquals(floats[number], hart.f[number], "f" + number);
      }
      assertEquals(0x5f, hart.readCsr(FCSR));
    }
  }

  @Test
  void aHandlerFindsTheFrameAndTheProgramItsRegisters() {
    Looker looker = new Looker();
    Puppeteer machine = new Puppeteer(1, 0, looker, TraceSink.OFF);
    assertEquals(new Outcome.PoweredOff(0), machine.run(10));
    assertTrue(looker.returned);
  }
}
