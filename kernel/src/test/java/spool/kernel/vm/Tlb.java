package spool.kernel.vm;

import java.util.HashMap;
import java.util.Map;
import spool.emulator.memory.Access;
import spool.emulator.memory.PageTableWalker;
import spool.emulator.memory.PagingMode;
import spool.emulator.memory.PhysicalMemory;
import spool.emulator.memory.PhysicalProtection;
import spool.emulator.memory.Viewpoint;

/// A hart's view of address spaces, with a cache that forgets nothing unless it is told to: what is
/// not flushed shows as a stale answer.
final class Tlb implements Translations {
  private static final Viewpoint USER = new Viewpoint(true, false, false);
  private static final long ROOT_MASK = (1L << 44) - 1;

  private record Key(long satp, long page, Access access) {}

  private final PageTableWalker walker;
  private final Map<Key, Long> cache = new HashMap<>();

  Tlb(PhysicalMemory memory) {
    PhysicalProtection protection = new PhysicalProtection();
    protection.permitAll();
    walker = new PageTableWalker(memory, protection);
  }

  /// The physical address of `address`, or a negative number when the tables do not permit it.
  long physical(long satp, long address, Access access) {
    Key key = new Key(satp, address / Frames.BYTES, access);
    Long known = cache.get(key);
    long frame = known == null ? walk(satp, address, access) : known;
    if (frame >= 0) {
      cache.put(key, frame);
      return frame + address % Frames.BYTES;
    }
    return frame;
  }

  private long walk(long satp, long address, Access access) {
    long root = (satp & ROOT_MASK) * Frames.BYTES;
    long answer = walker.walk(PagingMode.SV39, root, address, access, USER);
    return answer < 0 ? answer : answer & -Frames.BYTES;
  }

  @Override
  public void forget(long satp, long address) {
    long page = address / Frames.BYTES;
    cache.keySet().removeIf(key -> key.satp == satp && key.page == page);
  }

  @Override
  public void forgetAll(long satp) {
    cache.keySet().removeIf(key -> key.satp == satp);
  }
}
