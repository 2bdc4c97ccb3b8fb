package spool.kernel.ipc.systemv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.Errno;
import spool.kernel.abi.SharedSegmentStatus;
import spool.kernel.abi.SystemV;
import spool.kernel.abi.Timespec;
import spool.kernel.fs.TestCaller;
import spool.kernel.ipc.Message;
import spool.kernel.ipc.Tunable;
import spool.kernel.sync.Blocked;
import spool.kernel.sync.Waiter;
import spool.kernel.vm.AddressSpace;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Limits;
import spool.kernel.vm.Translations;

class SystemVIpcTest {
  private static final int CREATE = SystemV.IPC_CREAT | 0600;

  private final Frames frames = new Frames(new PhysicalMemory(0x8000_0000L, 4 << 20));
  private final TestCaller caller = new TestCaller(TestCaller.emptyRoot());
  private long seconds = 100;
  private int acting = 7;
  private final SystemVIpc ipc =
      SystemVIpc.of(frames, () -> seconds * Timespec.SECOND, () -> acting);

  private AddressSpace space() {
    return new AddressSpace(frames, Translations.of(List.of(), List::forEach), Limits.DEFAULT);
  }

  private SharedSegmentStatus status(int segment) {
    return ipc.segments().status(caller, segment);
  }

  private Tunable limit(String name) {
    return ipc.limits().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void identifiersAreNotGivenAgainSoon() {
    Set<Integer> seen = new HashSet<>();
    for (int round = 0; round < 1000; round++) {
      int id = ipc.queues().get(caller, SystemV.IPC_PRIVATE, CREATE);
      assertTrue(seen.add(id), "again " + id);
      ipc.queues().remove(caller, id);
      assertEquals(Errno.EINVAL, TestCaller.error(() -> ipc.queues().remove(caller, id)));
    }
  }

  @Test
  void manyObjectsHaveEachTheirOwnIdentifier() {
    Set<Integer> seen = new HashSet<>();
    for (int round = 0; round < 1000; round++) {
      assertTrue(seen.add(ipc.queues().get(caller, 1 + round, CREATE)));
    }
    for (int round = 0; round < 1000; round++) {
      int id = ipc.queues().get(caller, 1 + round, 0);
      assertTrue(seen.remove(id));
      ipc.queues().remove(caller, id);
    }
    assertEquals(0, ipc.queues().totals().queues());
  }

  @Test
  void limitsHoldAndCanBeChanged() {
    limit("msgmni").change("2");
    ipc.queues().get(caller, 1, CREATE);
    ipc.queues().get(caller, 2, CREATE);
    assertEquals(Errno.ENOSPC, TestCaller.error(() -> ipc.queues().get(caller, 3, CREATE)));
    limit("shmall").change("3");
    ipc.segments().get(caller, 1, 2 * Frames.BYTES, CREATE);
    assertEquals(
        Errno.ENOSPC,
        TestCaller.error(() -> ipc.segments().get(caller, 2, Frames.BYTES + 1, CREATE)));
    ipc.semaphores().limits().change("10 15");
    assertEquals(Errno.EINVAL, TestCaller.error(() -> ipc.semaphores().get(caller, 1, 11, CREATE)));
    ipc.semaphores().get(caller, 1, 10, CREATE);
    assertEquals(Errno.ENOSPC, TestCaller.error(() -> ipc.semaphores().get(caller, 2, 6, CREATE)));
    assertEquals("10\t15\t500\t32000", ipc.semaphores().limits().text());
    assertThrows(IllegalArgumentException.class, () -> ipc.semaphores().limits().change("5 -1"));
    assertEquals("10\t15\t500\t32000", ipc.semaphores().limits().text());
  }

  private Optional<Errno> send(int queue) {
    caller.nextCall();
    Message message = new Message(1, new byte[8192]);
    return Optional.ofNullable(
        TestCaller.error(() -> ipc.queues().send(caller, queue, 8192, 0, () -> message)));
  }

  @Test
  void messagesThatFillTheKernelsMemoryAreRefused() {
    int queue = ipc.queues().get(caller, 1, CREATE);
    ipc.queues().change(caller, queue, ipc.queues().status(caller, queue).permission(), -1);
    Optional<Errno> end = send(queue);
    while (end.isEmpty()) {
      end = send(queue);
    }
    assertEquals(Errno.ENOMEM, end.get());
    assertTrue(ipc.queues().totals().bytes() <= 1 << 20);
  }

  @Test
  void attachmentsAreCountedAcrossForksAndEnds() {
    int segment = ipc.segments().get(caller, 1, 3 * Frames.BYTES - 1, CREATE);
    AddressSpace parent = space();
    acting = 8;
    final long address = ipc.segments().attach(caller, parent, segment, 0, 0);
    parent.store32(address + Frames.BYTES, 42);
    seconds = 200;
    acting = 9;
    AddressSpace child = parent.fork();
    assertEquals(2, status(segment).attachments());
    assertEquals(200, status(segment).attachTime());
    assertEquals(0, status(segment).detachTime());
    assertEquals(42, child.load32(address + Frames.BYTES));
    seconds = 300;
    acting = 10;
    child.release();
    assertEquals(1, status(segment).attachments());
    assertEquals(300, status(segment).detachTime());
    assertEquals(7, status(segment).creator());
    assertEquals(10, status(segment).last());
    assertEquals(Frames.BYTES, status(segment).residentBytes());
    parent.release();
  }

  @Test
  void whatWasRemovedGoesWithItsLastAttachment() {
    int segment = ipc.segments().get(caller, 1, Frames.BYTES, CREATE);
    AddressSpace space = space();
    final int free = frames.free();
    long address = ipc.segments().attach(caller, space, segment, 0, 0);
    space.store8(address, (byte) 1);
    ipc.segments().remove(caller, segment);
    assertNotEquals(0, status(segment).permission().mode() & SystemV.SHM_DEST);
    assertNotEquals(segment, ipc.segments().get(caller, 1, 1, CREATE));
    ipc.segments().detach(space, address);
    assertEquals(Errno.EINVAL, TestCaller.error(() -> status(segment)));
    assertEquals(1, ipc.segments().totals().pages());
    space.release();
    assertTrue(frames.free() >= free);
  }

  @Test
  void attachmentsGoWhereTheyMay() {
    int segment = ipc.segments().get(caller, 1, 2 * Frames.BYTES, CREATE);
    AddressSpace space = space();
    final long place = 0x100_0000;
    assertEquals(
        Errno.EINVAL,
        TestCaller.error(
            () -> ipc.segments().attach(caller, space, segment, 0, SystemV.SHM_REMAP)));
    int rounded = SystemV.SHM_RND;
    assertEquals(place, ipc.segments().attach(caller, space, segment, place + 1, rounded));
    assertEquals(
        Errno.EINVAL,
        TestCaller.error(() -> ipc.segments().attach(caller, space, segment, place, 0)));
    assertEquals(place, ipc.segments().attach(caller, space, segment, place, SystemV.SHM_REMAP));
    assertEquals(1, status(segment).attachments());
    space.unmap(place, Frames.BYTES);
    ipc.segments().detach(space, place);
    assertEquals(0, status(segment).attachments());
    space.release();
  }

  private void operate(TestCaller by, int set, SemaphoreOperation... operations) {
    ipc.semaphores()
        .operate(by, set, () -> List.of(operations), new SemaphoreUndo(), () -> Waiter.NEVER);
  }

  @Test
  void whoWaitsForZeroGoesBeforeWhoChangesIt() {
    int set = ipc.semaphores().get(caller, SystemV.IPC_PRIVATE, 1, CREATE);
    ipc.semaphores().change(caller, set, 0, 1);
    TestCaller first = new TestCaller(TestCaller.emptyRoot());
    TestCaller second = new TestCaller(TestCaller.emptyRoot());
    SemaphoreOperation zero = new SemaphoreOperation(0, 0, 0);
    SemaphoreOperation more = new SemaphoreOperation(0, 1, 0);
    assertThrows(Blocked.class, () -> operate(first, set, zero, more));
    assertThrows(Blocked.class, () -> operate(second, set, zero));
    operate(caller, set, new SemaphoreOperation(0, -1, 0));
    assertFalse(first.isWaiting());
    assertFalse(second.isWaiting());
    assertEquals(1, ipc.semaphores().value(caller, set, 0));
  }
}
