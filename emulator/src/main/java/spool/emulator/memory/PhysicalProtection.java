package spool.emulator.memory;

import java.util.ArrayList;
import java.util.List;
import spool.emulator.state.Exchange;
import spool.emulator.state.Stateful;

/// Physical memory protection: which physical addresses a hart may access in which mode (RISC-V
/// privileged architecture, "Physical Memory Protection").
///
/// Sixteen entries, each with a byte of configuration and an address register of four-byte units,
/// match ranges of addresses. The lowest-numbered entry that matches any byte of an access decides
/// about it, and permits it only if it matches all of them. Where no entry matches, machine mode
/// may do everything and the other modes nothing. Machine mode is bound by locked entries alone,
/// which stay as they are until the hart is reset.
public final class PhysicalProtection implements Stateful {
  /// How many entries there are.
  public static final int ENTRIES = 16;

  /// In a configuration: reading, writing and fetching are permitted.
  public static final int R = 1;

  /// See [#R].
  public static final int W = 1 << 1;

  /// See [#R].
  public static final int X = 1 << 2;

  /// In a configuration: how the address register is read, which is switched off at zero.
  public static final int TOR = 1 << 3;

  /// Four bytes.
  public static final int NA4 = 2 << 3;

  /// As many bytes as the low ones of the address register say: eight, times two for each.
  public static final int NAPOT = 3 << 3;

  /// In a configuration: it cannot be changed and binds machine mode.
  public static final int LOCKED = 1 << 7;

  private static final int MATCHING = 3 << 3;
  private static final int WRITABLE = LOCKED | MATCHING | X | W | R;
  private static final int PER_REGISTER = 8;
  private static final int UNIT_SHIFT = 2;
  private static final long ADDRESS_MASK = (1L << 54) - 1;

  /// What the entries say about a range of addresses.
  public enum Verdict {
    /// All of it may be accessed.
    PERMITTED,
    /// None of it may be accessed.
    DENIED,
    /// The entry that decides matches a part of it only, so that each part needs a look.
    DIVIDED
  }

  /// An entry that is on: its first and last address.
  private record Range(long first, long last, int configuration) {
    boolean touches(long start, long end) {
      return first <= end && start <= last;
    }

    boolean covers(long start, long end) {
      return first <= start && end <= last;
    }

    boolean permits(Access access, boolean machine) {
      int needed =
          switch (access) {
            case FETCH -> X;
            case LOAD -> R;
            case STORE -> W;
          };
      boolean free = machine && (configuration & LOCKED) == 0;
      return free || (configuration & needed) != 0;
    }
  }

  private final int[] configurations = new int[ENTRIES];
  private final long[] addresses = new long[ENTRIES];
  private List<Range> ranges = List.of();

  /// All entries off, as after reset.
  public PhysicalProtection() {}

  /// Permits everything to every mode by entry 0, if it is not locked.
  public void permitAll() {
    address(0, ADDRESS_MASK);
    configuration(0, NAPOT | R | W | X);
  }

  /// The register `pmpcfg` with an even number, which has the configurations of eight entries.
  public long configurations(int register) {
    long value = 0;
    for (int i = PER_REGISTER - 1; i >= 0; i--) {
      value = value << Byte.SIZE | configurations[PER_REGISTER / 2 * register + i];
    }
    return value;
  }

  /// See [#configurations(int)].
  public void configurations(int register, long value) {
    for (int i = 0; i < PER_REGISTER; i++) {
      configuration(PER_REGISTER / 2 * register + i, (int) (value >>> (i * Byte.SIZE)));
    }
  }

  /// Writing without reading is a reserved combination; it becomes neither.
  private void configuration(int entry, int value) {
    if (!isLocked(entry)) {
      boolean reserved = (value & (R | W)) == W;
      configurations[entry] = value & (reserved ? WRITABLE & ~W : WRITABLE);
      update();
    }
  }

  /// The register `pmpaddr`.
  public long address(int entry) {
    return addresses[entry];
  }

  /// See [#address(int)]. A locked entry of the kind TOR locks the address below its own, too.
  public void address(int entry, long value) {
    boolean bound = entry + 1 < ENTRIES && isLocked(entry + 1) && matching(entry + 1) == TOR;
    if (!isLocked(entry) && !bound) {
      addresses[entry] = value & ADDRESS_MASK;
      update();
    }
  }

  /// What is said about an `access` by machine mode or another one to `size` bytes at `address`.
  public Verdict verdict(long address, long size, Access access, boolean machine) {
    long end = address + size - 1;
    for (Range range : ranges) {
      if (range.touches(address, end)) {
        return range.covers(address, end)
            ? verdict(range.permits(access, machine))
            : Verdict.DIVIDED;
      }
    }
    return verdict(machine);
  }

  /// Whether an `access` by machine mode or another one to `size` bytes at `address` may happen.
  public boolean permits(long address, long size, Access access, boolean machine) {
    return verdict(address, size, access, machine) == Verdict.PERMITTED;
  }

  @Override
  public void exchange(Exchange exchange) {
    exchange.integers(configurations);
    exchange.numbers(addresses);
    update();
  }

  private static Verdict verdict(boolean permitted) {
    return permitted ? Verdict.PERMITTED : Verdict.DENIED;
  }

  private boolean isLocked(int entry) {
    return (configurations[entry] & LOCKED) != 0;
  }

  private int matching(int entry) {
    return configurations[entry] & MATCHING;
  }

  private void update() {
    List<Range> on = new ArrayList<>();
    for (int entry = 0; entry < ENTRIES; entry++) {
      Range range = range(entry);
      if (range.first <= range.last) {
        on.add(range);
      }
    }
    ranges = List.copyOf(on);
  }

  /// The range of an entry, which ends before it begins where nothing matches.
  private Range range(int entry) {
    long address = addresses[entry];
    return switch (matching(entry)) {
      case TOR -> range(entry, entry == 0 ? 0 : addresses[entry - 1], address);
      case NA4 -> range(entry, address, address + 1);
      case NAPOT -> {
        long size = 2 * Long.lowestOneBit(~address);
        long start = address & -size;
        yield range(entry, start, start + size);
      }
      default -> range(entry, 0, 0);
    };
  }

  private Range range(int entry, long start, long end) {
    return new Range(start << UNIT_SHIFT, (end << UNIT_SHIFT) - 1, configurations[entry]);
  }
}
