package spool.kernel.trap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import spool.emulator.hart.Hart;
import spool.emulator.machine.Outcome;
import spool.kernel.abi.Signal;
import spool.kernel.trace.TraceSink;
import spool.kernel.trap.Puppeteer.Puppet;

/// Frames that no kernel made: `rt_sigreturn` takes what is in them, and gives nobody what a
/// program may not have.
class SignalFrameProperties {
  private static final int EXIT_GROUP = 94;
  private static final int RT_SIGRETURN = 139;
  private static final int FCSR = 3;
  private static final int FCSR_BITS = 0xff;
  private static final int SP = 2;
  static final int FRAME_BYTES = 1088;

  private static final class Forger implements Puppet {
    private final Deque<byte[]> frames;
    private final int shift;
    private boolean mapped;

    Forger(List<byte[]> frames, int shift) {
      this.frames = new ArrayDeque<>(frames);
      this.shift = shift;
    }

    @Override
    public void act(Puppeteer machine, long result) {
      Hart hart = machine.hart();
      assertEquals(0, hart.x[0]);
      assertEquals(0, hart.readCsr(FCSR) & ~FCSR_BITS);
      assertEquals(Signal.EMPTY, machine.task().signals().mask() & Signal.UNSTOPPABLE);
      if (!mapped) {
        mapped = true;
        HostileMemory.map(machine.task());
      }
      if (frames.isEmpty()) {
        machine.call(EXIT_GROUP, 0);
      } else {
        machine.task().memory().write(HostileMemory.ROOM + shift, frames.removeFirst());
        hart.x[SP] = HostileMemory.ROOM + shift;
        machine.call(RT_SIGRETURN);
      }
    }
  }

  @Property(tries = 100)
  void forgedFramesHarmNobody(
      @ForAll @Size(min = 1, max = 4) List<@Size(FRAME_BYTES) byte[]> frames,
      @ForAll @IntRange(max = 1900) int shift) {
    Puppeteer machine = new Puppeteer(1, 0, new Forger(frames, shift), TraceSink.OFF);
    assertEquals(new Outcome.PoweredOff(0), machine.run(10));
  }
}
