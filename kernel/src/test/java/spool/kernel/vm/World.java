package spool.kernel.vm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.kernel.vm.Errors.assertFails;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import spool.emulator.memory.Access;
import spool.emulator.memory.PageTableEntry;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.Errno;
import spool.kernel.abi.ErrnoException;

/// Some processes, one file, and the model of each.
final class World {
  static final int ARENA_PAGES = 10;

  private static final int PAGE = Frames.BYTES;
  private static final int FILE_PAGES = 8;
  private static final int MOST_PROCESSES = 4;

  /// Astride a border of the largest page tables.
  private static final long ARENA = (1L << 30) - 4 * PAGE;

  private static final long HEAP = ARENA + (ARENA_PAGES + 8) * PAGE;

  private record Subject(AddressSpace space, Model model) {}

  private final PhysicalMemory memory;
  private final Frames frames;
  private final Tlb tlb;
  private final List<Subject> subjects = new ArrayList<>();
  private final MemoryObject file;
  private final Model.Store fileModel = new Model.Store(FILE_PAGES * PAGE, 5 * PAGE + 77);

  World(int frameCount) {
    memory = new PhysicalMemory(0x8000_0000L, (long) frameCount * PAGE);
    frames = new Frames(memory);
    tlb = new Tlb(memory);
    for (int index = 0; index < fileModel.size; index++) {
      fileModel.bytes[index] = (byte) (index * 31 + (index >> 8));
    }
    byte[] contents = Arrays.copyOf(fileModel.bytes, fileModel.size);
    file = MemoryObject.of(frames, contents);
    subjects.add(new Subject(new AddressSpace(frames, tlb, Limits.DEFAULT), new Model()));
    subjects.getFirst().space.startHeap(HEAP);
    subjects.getFirst().model.heapEnd = HEAP;
  }

  /// Does `step` to both, and expects them to agree.
  void apply(Step step) {
    Subject subject = subjects.get(step.process() % subjects.size());
    AddressSpace space = subject.space;
    Model model = subject.model;
    long start = ARENA + (long) step.page() * PAGE;
    long end = start + (long) step.count() * PAGE;
    Protection protection = new Protection(step.detail() & 7);
    switch (step.kind()) {
      case MAP_ANONYMOUS -> map(subject, step, protection, Backing.anonymous(Label.NONE));
      case MAP_SHARED -> mapShared(subject, step, protection);
      case MAP_FILE_PRIVATE -> map(subject, step, protection, fileBacking(step, false));
      case MAP_FILE_SHARED -> map(subject, step, protection, fileBacking(step, true));
      case UNMAP -> {
        space.unmap(start, end - start);
        model.unmap(start, end);
      }
      case PROTECT -> protect(subject, start, end, protection);
      case KERNEL_WRITE -> kernelWrite(subject, start + step.detail() % PAGE, step);
      case USER_STORE -> store(subject, start + step.detail() % PAGE, step);
      case USER_LOAD -> load(subject, start + step.detail() % PAGE);
      case FORK -> fork(subject);
      case EXIT -> exit(subject);
      case HEAP -> moveHeap(subject, HEAP + step.detail() % (6 * PAGE));
      case RESIZE -> resize(subject, start, end, 1 + step.detail() % 8, step.detail() % 2 == 0);
      case MOVE -> move(subject, start, end, step.detail() % ARENA_PAGES, 1 + step.detail() % 5);
      case FORGET -> forget(subject, start, end);
      case FILE_WRITE -> writeFile(step);
      case FILE_TRUNCATE -> truncateFile(step.detail() % (FILE_PAGES * PAGE));
    }
  }

  /// Does `step` to the process alone, and lets it fail for want of memory.
  void attempt(Step step) {
    try {
      Subject subject = subjects.get(step.process() % subjects.size());
      long start = ARENA + (long) step.page() * PAGE;
      switch (step.kind()) {
        case KERNEL_WRITE -> subject.space.write(start, new byte[step.count() * PAGE]);
        case USER_STORE -> subject.space.fault(start, Access.STORE);
        case USER_LOAD -> subject.space.fault(start, Access.LOAD);
        case FORK -> attemptFork(subject);
        case HEAP -> subject.space.moveHeapEnd(HEAP + step.detail() % (6 * PAGE));
        case RESIZE -> subject.space.resize(start, PAGE, (long) step.count() * PAGE, true);
        case MOVE -> {
          long target = ARENA + (long) (step.detail() % ARENA_PAGES) * PAGE;
          subject.space.move(start, PAGE, (long) step.count() * PAGE, target);
        }
        case FILE_WRITE -> file.write(step.detail(), new byte[100], 0, 100);
        case PROTECT, FORGET -> {
          // They take no memory, and fail by what the model of the other property knows.
        }
        default -> apply(step);
      }
    } catch (ErrnoException failure) {
      List<Errno> expected = List.of(Errno.ENOMEM, Errno.EFAULT, Errno.EINVAL);
      assertTrue(expected.contains(failure.errno()), failure.toString());
    }
  }

  private void attemptFork(Subject subject) {
    if (subjects.size() < MOST_PROCESSES) {
      subjects.add(new Subject(subject.space.fork(), subject.model.fork()));
    }
  }

  private Backing fileBacking(Step step, boolean shared) {
    long offset = (long) (step.detail() >> 3) % 3 * PAGE;
    return shared
        ? Backing.shared(file, offset, true, Label.NONE)
        : Backing.copyOf(file, offset, Label.NONE);
  }

  private void mapShared(Subject subject, Step step, Protection protection) {
    MemoryObject object = MemoryObject.ofZeros(frames, (long) step.count() * PAGE);
    Model.Store store = new Model.Store(step.count() * PAGE, step.count() * PAGE);
    Backing backing = Backing.shared(object, 0, true, Label.NONE);
    map(subject, step, protection, backing, Optional.of(store));
    object.release();
  }

  private void map(Subject subject, Step step, Protection protection, Backing backing) {
    map(subject, step, protection, backing, backing.object().map(object -> fileModel));
  }

  private void map(
      Subject subject,
      Step step,
      Protection protection,
      Backing backing,
      Optional<Model.Store> store) {
    long start = ARENA + (long) step.page() * PAGE;
    long length = (long) step.count() * PAGE;
    subject.space.map(MapRequest.of(length, protection, backing).fixed(start));
    for (int page = 0; page < step.count(); page++) {
      int index = (int) (backing.offset() / PAGE) + page;
      Model.Page mapped = new Model.Page(store, index, backing.shared(), protection);
      subject.model.pages.put(start + (long) page * PAGE, mapped);
    }
  }

  private static void protect(Subject subject, long start, long end, Protection protection) {
    if (!subject.model.covers(start, end)) {
      assertFails(Errno.ENOMEM, () -> subject.space.protect(start, end - start, protection));
      return;
    }
    subject.space.protect(start, end - start, protection);
    subject.model.pages.subMap(start, end).values().forEach(page -> page.protection = protection);
  }

  private static void kernelWrite(Subject subject, long address, Step step) {
    byte[] bytes = new byte[step.count() * 1500];
    Arrays.fill(bytes, (byte) step.detail());
    subject.model.separate(address, bytes.length);
    if (!subject.model.permits(address, bytes.length, Access.STORE)) {
      assertFails(Errno.EFAULT, () -> subject.space.write(address, bytes));
      return;
    }
    subject.space.write(address, bytes);
    for (int index = 0; index < bytes.length; index++) {
      subject.model.store(address + index, bytes[index]);
    }
  }

  private void store(Subject subject, long address, Step step) {
    Fault expected = subject.model.permits(address, Access.STORE);
    long physical = reach(subject, address, Access.STORE, expected);
    if (physical >= 0) {
      memory.store8(physical, (byte) step.detail());
      subject.model.store(address, (byte) step.detail());
    }
  }

  private void load(Subject subject, long address) {
    Fault expected = subject.model.permits(address, Access.LOAD);
    long physical = reach(subject, address, Access.LOAD, expected);
    if (physical >= 0) {
      assertEquals(subject.model.load(address), memory.load8(physical));
    }
  }

  /// Where a hart gets to, if need be by one page fault; negative if nowhere.
  private long reach(Subject subject, long address, Access access, Fault expected) {
    long satp = subject.space.satp();
    long physical = tlb.physical(satp, address, access);
    if (physical < 0) {
      assertEquals(expected, subject.space.fault(address, access));
      physical = tlb.physical(satp, address, access);
    }
    assertEquals(expected == Fault.RESOLVED, physical >= 0);
    return physical;
  }

  private void fork(Subject subject) {
    attemptFork(subject);
  }

  private void exit(Subject subject) {
    if (subjects.size() > 1) {
      subjects.remove(subject);
      subject.space.release();
    }
  }

  private static void moveHeap(Subject subject, long end) {
    assertEquals(end, subject.space.moveHeapEnd(end));
    long old = Room.pageEnd(subject.model.heapEnd);
    long now = Room.pageEnd(end);
    subject.model.unmap(now, Math.max(now, old));
    for (long page = old; page < now; page += PAGE) {
      Protection protection = Protection.READ_WRITE;
      subject.model.pages.put(page, new Model.Page(Optional.empty(), 0, false, protection));
    }
    subject.model.heapEnd = end;
  }

  /// Only where the model can tell whether it is one mapping: a single page.
  private static void resize(Subject subject, long start, long end, int pages, boolean mayMove) {
    Model model = subject.model;
    if (model.pages.get(start) == null || end - start != PAGE) {
      return;
    }
    long newEnd = start + (long) pages * PAGE;
    boolean free = model.pages.subMap(end, Math.max(end, newEnd)).isEmpty();
    try {
      long at = subject.space.resize(start, PAGE, newEnd - start, mayMove);
      assertTrue(free || mayMove || pages == 1);
      grow(model, start, at, pages);
    } catch (ErrnoException failure) {
      assertEquals(Errno.ENOMEM, failure.errno());
      assertTrue(!free && !mayMove);
    }
  }

  private static void move(Subject subject, long start, long end, int target, int pages) {
    Model model = subject.model;
    long to = ARENA + (long) target * PAGE;
    long targetEnd = to + (long) pages * PAGE;
    boolean apart = targetEnd <= start || to >= start + PAGE;
    if (model.pages.get(start) == null || !apart || end - start != PAGE) {
      return;
    }
    assertEquals(to, subject.space.move(start, PAGE, (long) pages * PAGE, to));
    model.unmap(to, targetEnd);
    grow(model, start, to, pages);
  }

  /// Moves the page at `start` to `target` and lets `pages` of its kind be there.
  private static void grow(Model model, long start, long target, int pages) {
    model.move(start, start + PAGE, target - start);
    Model.Page first = Objects.requireNonNull(model.pages.get(target));
    for (int page = 1; page < pages; page++) {
      Model.Page next =
          new Model.Page(first.store, first.index + page, first.shared, first.protection);
      model.pages.put(target + (long) page * PAGE, next);
    }
  }

  private static void forget(Subject subject, long start, long end) {
    subject.model.forget(start, end);
    if (subject.model.covers(start, end)) {
      subject.space.forgetContents(start, end - start);
    } else {
      assertFails(Errno.ENOMEM, () -> subject.space.forgetContents(start, end - start));
    }
  }

  private void writeFile(Step step) {
    byte[] bytes = new byte[step.count() * 700];
    Arrays.fill(bytes, (byte) step.detail());
    int offset = step.detail() % (FILE_PAGES * PAGE - bytes.length);
    file.write(offset, bytes, 0, bytes.length);
    if (offset + bytes.length > fileModel.size) {
      fileModel.resize(offset + bytes.length);
    }
    System.arraycopy(bytes, 0, fileModel.bytes, offset, bytes.length);
  }

  private void truncateFile(int size) {
    file.truncate(size);
    fileModel.resize(size);
    subjects.forEach(subject -> subject.model.cutOff(fileModel));
  }

  /// Every entry permits no more than the model, and a writable private page has one owner.
  void checkEntries() {
    for (Subject subject : subjects) {
      subject.model.pages.forEach((address, page) -> checkEntry(subject, address, page));
    }
  }

  private void checkEntry(Subject subject, long address, Model.Page page) {
    for (Access access : Access.values()) {
      long physical = new Tlb(memory).physical(subject.space.satp(), address, access);
      assertTrue(physical < 0 || page.permits(access) == Fault.RESOLVED);
      if (physical >= 0 && access == Access.STORE && !page.shared) {
        assertEquals(1, frames.references(physical));
      }
    }
  }

  /// Every page shows what the model says, and every access has the outcome that it says.
  void checkContents() {
    for (Subject subject : subjects) {
      subject.model.pages.forEach(
          (address, page) -> {
            assertEquals(page.permits(Access.FETCH), subject.space.fault(address, Access.FETCH));
            if (page.permits(Access.LOAD) == Fault.RESOLVED) {
              byte[] expected = new byte[PAGE];
              for (int offset = 0; offset < PAGE; offset++) {
                expected[offset] = page.load(offset);
              }
              assertArrayEquals(expected, subject.space.read(address, PAGE));
            } else {
              assertFails(Errno.EFAULT, () -> subject.space.load8(address));
            }
          });
    }
    byte[] expected = Arrays.copyOf(fileModel.bytes, fileModel.size);
    byte[] actual = new byte[fileModel.size];
    assertEquals(actual.length, file.read(0, actual, 0, actual.length));
    assertArrayEquals(expected, actual);
  }

  /// The references to every frame are those that tables and objects have, no more and no fewer.
  void checkFrames() {
    Map<Long, Integer> counted = new HashMap<>();
    for (Subject subject : subjects) {
      count((subject.space.satp() << 20 >>> 20) * PAGE, 2, counted);
    }
    long single = 0;
    for (long frame = memory.base(); frame < memory.base() + memory.sizeBytes(); frame += PAGE) {
      int held = frames.references(frame) - counted.getOrDefault(frame, 0);
      assertTrue(held == 0 || held == 1, "references that nobody holds");
      single += held;
    }
    assertEquals(frames.cached(), single);
  }

  private void count(long table, int level, Map<Long, Integer> counted) {
    counted.merge(table, 1, Integer::sum);
    for (int index = 0; index < 512; index++) {
      long entry = memory.load64(table + index * 8L);
      if (entry != 0 && level > 0) {
        count(PageTableEntry.frameAddress(entry), level - 1, counted);
      } else if (entry != 0) {
        counted.merge(PageTableEntry.frameAddress(entry), 1, Integer::sum);
      }
    }
  }

  /// Ends everything, and expects every frame back.
  void end() {
    subjects.forEach(subject -> subject.space.release());
    assertEquals(frames.total(), frames.free() + frames.cached());
    assertEquals(file.residentPages(), frames.cached());
    file.release();
    assertEquals(frames.total(), frames.free());
    assertEquals(frames.total(), frames.available());
  }
}
