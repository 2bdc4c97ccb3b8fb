package spool.emulator.device;

import java.util.List;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// The platform-level interrupt controller: it routes the lines of the devices to the harts, by
/// priority. RISC-V PLIC specification 1.0.0, with 95 sources, priorities 0 (never) to 7, and two
/// contexts for each hart: machine mode (even), supervisor mode (odd).
///
/// A device that drives its line high makes its source pending, and claiming ends that. From the
/// claim to its completion the source is held back; it is pending again at completion if the device
/// has driven the line high since the claim, and not low after that. A request that was pending
/// stays so when its line falls: the driver finds nothing to do. A claim ignores the threshold,
/// which only holds back the interrupt line to the hart.
///
/// So a line that is merely left high is not asked about again at completion, which the
/// specification leaves to a platform's gateways. QEMU's board has it like this, and drivers have
/// come to depend on it: xv6 before 2024 never reads the cause of a serial port's interrupt, which
/// alone ends one for an empty transmitter, and would be interrupted without end.
public final class Plic extends Registers {
  /// Bytes of address space.
  public static final long SIZE = 0x600000;

  /// How many sources there are, counting source 0, which does not exist.
  public static final int SOURCES = 96;

  private static final int PENDING = 0x1000;
  private static final int ENABLE = 0x2000;
  private static final int ENABLE_STRIDE = 0x80;
  private static final int CONTEXT = 0x200000;
  private static final int CONTEXT_STRIDE = 0x1000;
  private static final int THRESHOLD = 0;
  private static final int CLAIM = 4;
  private static final int WORDS = SOURCES / Integer.SIZE;
  private static final int HIGHEST_PRIORITY = 7;

  private final int[] priorities = new int[SOURCES];
  private final int[] driven = new int[WORDS];
  private final int[] pending = new int[WORDS];
  private final int[] claimed = new int[WORDS];
  private final List<Context> contexts;

  /// A controller with one context for each line to a hart.
  public Plic(List<InterruptLine> lines) {
    contexts = lines.stream().map(Context::new).toList();
  }

  /// The line that a device with interrupt number `source` (1 to 95) drives.
  public InterruptLine source(int source) {
    if (source < 1 || source >= SOURCES) {
      throw new IllegalArgumentException("interrupt source " + source + " is not in 1 to 95");
    }
    return level -> drive(source, level);
  }

  private void drive(int source, boolean level) {
    put(driven, source, level);
    request(source);
    update();
  }

  private void request(int source) {
    if (has(driven, source) && !has(claimed, source)) {
      put(pending, source, true);
    }
  }

  private void update() {
    contexts.forEach(Context::update);
  }

  @Override
  int loadWord(int offset) {
    if (offset < PENDING) {
      return isSource(offset / 4) ? priorities[offset / 4] : 0;
    }
    if (offset < ENABLE) {
      return word(pending, (offset - PENDING) / 4);
    }
    if (offset < CONTEXT) {
      int context = (offset - ENABLE) / ENABLE_STRIDE;
      int word = (offset - ENABLE) % ENABLE_STRIDE / 4;
      return context < contexts.size() ? word(contexts.get(context).enabled, word) : 0;
    }
    int context = (offset - CONTEXT) / CONTEXT_STRIDE;
    return context < contexts.size()
        ? contexts.get(context).load((offset - CONTEXT) % CONTEXT_STRIDE)
        : 0;
  }

  @Override
  void storeWord(int offset, int value) {
    if (offset < PENDING) {
      storePriority(offset / 4, value);
    } else if (offset >= CONTEXT) {
      storeContext((offset - CONTEXT) / CONTEXT_STRIDE, (offset - CONTEXT) % CONTEXT_STRIDE, value);
    } else if (offset >= ENABLE) {
      storeEnable((offset - ENABLE) / ENABLE_STRIDE, (offset - ENABLE) % ENABLE_STRIDE / 4, value);
    }
    update();
  }

  @Override
  public void exchange(Exchange exchange) {
    exchange.integers(priorities);
    exchange.integers(driven);
    exchange.integers(pending);
    exchange.integers(claimed);
    contexts.forEach(context -> context.exchange(exchange));
  }

  private void storePriority(int source, int value) {
    if (isSource(source)) {
      priorities[source] = value & HIGHEST_PRIORITY;
    }
  }

  private void storeEnable(int context, int word, int value) {
    if (context < contexts.size() && word < WORDS) {
      contexts.get(context).enabled[word] = word == 0 ? value & ~1 : value;
    }
  }

  private void storeContext(int context, int register, int value) {
    if (context < contexts.size()) {
      contexts.get(context).store(register, value);
    }
  }

  private static boolean isSource(int source) {
    return source > 0 && source < SOURCES;
  }

  private static int word(int[] words, int index) {
    return index < WORDS ? words[index] : 0;
  }

  private static boolean has(int[] words, int source) {
    return (words[source / Integer.SIZE] >>> source & 1) != 0;
  }

  private static void put(int[] words, int source, boolean present) {
    int bit = 1 << source;
    int word = source / Integer.SIZE;
    words[word] = present ? words[word] | bit : words[word] & ~bit;
  }

  /// What one mode of one hart has enabled, and its line.
  private final class Context implements Stateful {
    private final InterruptLine line;
    private final int[] enabled = new int[WORDS];
    private int threshold;
    private boolean isInterrupting;

    Context(InterruptLine line) {
      this.line = line;
    }

    int load(int register) {
      return switch (register) {
        case THRESHOLD -> threshold;
        case CLAIM -> claim();
        default -> 0;
      };
    }

    void store(int register, int value) {
      switch (register) {
        case THRESHOLD -> threshold = value & HIGHEST_PRIORITY;
        case CLAIM -> complete(value);
        default -> {}
      }
    }

    @Override
    public void exchange(Exchange exchange) {
      exchange.integers(enabled);
      threshold = exchange.integer(threshold);
      isInterrupting = exchange.flag(isInterrupting);
    }

    void update() {
      boolean interrupts = best(threshold) != 0;
      if (interrupts != isInterrupting) {
        isInterrupting = interrupts;
        line.set(interrupts);
      }
    }

    /// The pending and enabled source of the highest priority above `floor`, the lowest number
    /// among equals; 0 for none.
    private int best(int floor) {
      int best = 0;
      int highest = floor;
      for (int word = 0; word < WORDS; word++) {
        for (int left = pending[word] & enabled[word]; left != 0; left &= left - 1) {
          int source = word * Integer.SIZE + Integer.numberOfTrailingZeros(left);
          if (priorities[source] > highest) {
            best = source;
            highest = priorities[source];
          }
        }
      }
      return best;
    }

    private int claim() {
      int source = best(0);
      if (source != 0) {
        put(pending, source, false);
        put(driven, source, false);
        put(claimed, source, true);
        update();
      }
      return source;
    }

    private void complete(int source) {
      if (isSource(source) && has(enabled, source)) {
        put(claimed, source, false);
        request(source);
      }
    }
  }
}
