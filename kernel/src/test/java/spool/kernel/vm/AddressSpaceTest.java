package spool.kernel.vm;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static spool.kernel.vm.Errors.assertFails;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import spool.emulator.isa.Cause;
import spool.emulator.memory.Access;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.abi.Errno;

class AddressSpaceTest {
  private static final long PAGE = Frames.BYTES;
  private static final long HERE = 0x1000_0000L;
  private static final Backing ANONYMOUS = Backing.anonymous(Label.NONE);

  private final Frames frames = new Frames(new PhysicalMemory(0x8000_0000L, 64 * PAGE));
  private final AddressSpace space = new AddressSpace(frames, new Silence(), Limits.DEFAULT);

  @AfterEach
  void nothingIsLeftBehind() {
    space.release();
    assertEquals(64, frames.free() + frames.cached());
  }

  @Test
  void pagesComeWhenTheyAreTouched() {
    map(HERE, 3, Protection.READ_WRITE);
    assertEquals(0, space.usage().resident());
    assertEquals(Fault.RESOLVED, space.fault(HERE + PAGE + 5, Cause.LOAD_PAGE_FAULT));
    assertEquals(PAGE, space.usage().resident());
    assertEquals(3 * PAGE, space.usage().virtual());
    assertEquals(0, space.load64(HERE));
  }

  @Test
  void faultsTellWhatIsWrong() {
    map(HERE, 1, Protection.READ);
    MemoryObject file = MemoryObject.ofZeros(frames, 10);
    Backing backing = Backing.shared(file, 0, true, Label.NONE);
    space.map(MapRequest.of(2 * PAGE, Protection.READ, backing).fixed(HERE + PAGE));
    file.release();
    assertEquals(Fault.FORBIDDEN, space.fault(HERE, Cause.STORE_PAGE_FAULT));
    assertEquals(Fault.FORBIDDEN, space.fault(HERE, Cause.INSTRUCTION_PAGE_FAULT));
    assertEquals(Fault.UNMAPPED, space.fault(HERE - 1, Cause.LOAD_PAGE_FAULT));
    assertEquals(Fault.UNMAPPED, space.fault(-1, Cause.LOAD_PAGE_FAULT));
    assertEquals(Fault.UNMAPPED, space.fault(AddressSpace.END, Cause.LOAD_PAGE_FAULT));
    assertEquals(Fault.RESOLVED, space.fault(HERE + PAGE, Cause.LOAD_PAGE_FAULT));
    assertEquals(Fault.BEYOND_END, space.fault(HERE + 2 * PAGE, Cause.LOAD_PAGE_FAULT));
  }

  @Test
  void aFaultWithoutAFrameSaysSo() {
    MapRequest request = MapRequest.of(64 * PAGE, Protection.READ_WRITE, ANONYMOUS);
    assertFails(Errno.ENOMEM, () -> space.map(request));
    space.map(request.unreserved().fixed(HERE));
    long touched = 0;
    while (space.fault(HERE + touched * PAGE, Access.STORE) == Fault.RESOLVED) {
      touched++;
    }
    assertEquals(64 - 3, touched);
    assertEquals(Fault.OUT_OF_MEMORY, space.fault(HERE + touched * PAGE, Access.STORE));
    long next = HERE + touched * PAGE;
    assertFails(Errno.ENOMEM, () -> space.store8(next, (byte) 1));
    assertFails(Errno.ENOMEM, space::fork);
  }

  @Test
  void parentAndChildSeeTheirOwnStoresOnly() {
    map(HERE, 2, Protection.READ_WRITE);
    space.store64(HERE, 1);
    AddressSpace child = space.fork();
    child.store64(HERE, 2);
    space.store64(HERE + PAGE, 3);
    assertEquals(1, space.load64(HERE));
    assertEquals(2, child.load64(HERE));
    assertEquals(0, child.load64(HERE + PAGE));
    child.release();
  }

  @Test
  void theLastOneOfAForkKeepsItsFrame() {
    map(HERE, 1, Protection.READ_WRITE);
    space.store64(HERE, 1);
    space.fork().release();
    long copies = frames.copies();
    space.store64(HERE, 2);
    assertEquals(copies, frames.copies());
  }

  @Test
  void sharedMemoryIsSharedAcrossForks() {
    MemoryObject object = MemoryObject.ofZeros(frames, PAGE);
    Backing backing = Backing.shared(object, 0, true, Label.NONE);
    space.map(MapRequest.of(PAGE, Protection.READ_WRITE, backing).fixed(HERE));
    object.release();
    AddressSpace child = space.fork();
    child.store32(HERE + 4, 77);
    assertEquals(77, space.load32(HERE + 4));
    assertEquals(space.futexKey(HERE + 4, true), child.futexKey(HERE + 4, true));
    assertNotEquals(space.futexKey(HERE + 4, false), child.futexKey(HERE + 4, false));
    child.release();
  }

  @Test
  void aPrivateMappingOfAFileLeavesTheFileAlone() {
    MemoryObject file = MemoryObject.of(frames, "contents".getBytes(US_ASCII));
    Backing backing = Backing.copyOf(file, 0, Label.NONE);
    space.map(MapRequest.of(PAGE, Protection.READ_WRITE, backing).fixed(HERE));
    assertEquals("contents", space.readString(HERE, 100));
    space.store8(HERE, (byte) 'C');
    assertEquals("Contents", space.readString(HERE, 100));
    assertEquals('c', read(file)[0]);
    file.release();
  }

  @Test
  void dataAndTheZerosAfterItHaveFramesInARow() {
    Frames many = new Frames(new PhysicalMemory(0x8000_0000L, 1024 * PAGE));
    AddressSpace wide = new AddressSpace(many, new Silence(), Limits.DEFAULT);
    Backing data = Backing.copyOf(MemoryObject.of(many, new byte[(int) PAGE]), 0, Label.NONE);
    wide.map(MapRequest.of(PAGE, Protection.READ_WRITE, data).fixed(HERE));
    wide.map(MapRequest.of(30 * PAGE, Protection.READ_WRITE, ANONYMOUS).fixed(HERE + PAGE));
    wide.map(MapRequest.of(8 * PAGE, Protection.READ_WRITE, ANONYMOUS).fixed(4 * HERE));
    wide.store8(HERE, (byte) 1);
    wide.write(4 * HERE, new byte[(int) (8 * PAGE)], 0, (int) (8 * PAGE));
    long first = wide.physical(HERE, Access.STORE);
    for (int page : new int[] {20, 1, 30}) {
      wide.store8(HERE + page * PAGE, (byte) 1);
      assertEquals(first + page * PAGE, wide.physical(HERE + page * PAGE, Access.STORE));
    }
  }

  @Test
  void cuttingAFileOffTakesItsPagesOutOfMappings() {
    MemoryObject file = MemoryObject.of(frames, new byte[(int) (3 * PAGE)]);
    Backing backing = Backing.shared(file, PAGE, true, Label.NONE);
    space.map(MapRequest.of(2 * PAGE, Protection.READ_WRITE, backing).fixed(HERE));
    space.store64(HERE + PAGE, 5);
    file.truncate(2 * PAGE);
    assertEquals(Fault.BEYOND_END, space.fault(HERE + PAGE, Access.LOAD));
    assertFails(Errno.EFAULT, () -> space.load64(HERE + PAGE));
    assertEquals(0, space.load64(HERE));
    file.release();
  }

  @Test
  void mappingsSplitAndJoin() {
    map(HERE, 4, Protection.READ_WRITE);
    space.protect(HERE + PAGE, PAGE, Protection.READ);
    assertEquals(3, lines());
    space.protect(HERE + PAGE, PAGE, Protection.READ_WRITE);
    assertEquals(1, lines());
    space.unmap(HERE + PAGE, PAGE);
    assertEquals(2, lines());
    map(HERE + PAGE, 1, Protection.READ_WRITE);
    assertEquals("10000000-10004000 rw-p 00000000 00:00 0 \n", space.maps());
  }

  @Test
  void protectionHoldsForPagesThatAreThereAlready() {
    map(HERE, 1, Protection.READ_WRITE);
    space.store64(HERE, 42);
    space.protect(HERE, PAGE, Protection.NONE);
    assertFails(Errno.EFAULT, () -> space.load64(HERE));
    space.protect(HERE, PAGE, Protection.READ);
    assertEquals(42, space.load64(HERE));
    assertFails(Errno.EFAULT, () -> space.store64(HERE, 1));
  }

  @Test
  void aFailedChangeOfProtectionChangesNothing() {
    map(HERE, 1, Protection.READ_WRITE);
    map(HERE + 2 * PAGE, 1, Protection.READ_WRITE);
    assertFails(Errno.ENOMEM, () -> space.protect(HERE, 3 * PAGE, Protection.READ));
    space.store64(HERE, 1);
    assertFails(Errno.EINVAL, () -> space.protect(HERE + 1, PAGE, Protection.READ));
  }

  @Test
  void aReadOnlyFileIsNotMadeWritableByWayOfSharing() {
    MemoryObject file = MemoryObject.ofZeros(frames, PAGE);
    Backing backing = Backing.shared(file, 0, false, Label.NONE);
    space.map(MapRequest.of(PAGE, Protection.READ, backing).fixed(HERE));
    assertFails(Errno.EACCES, () -> space.protect(HERE, PAGE, Protection.READ_WRITE));
    file.release();
  }

  @Test
  void placesGoDownFromTheCeiling() {
    long first = space.map(MapRequest.of(PAGE, Protection.READ, ANONYMOUS));
    long second = space.map(MapRequest.of(1, Protection.READ, ANONYMOUS));
    assertEquals(space.mapCeiling() - PAGE, first);
    assertEquals(first - PAGE, second);
    space.unmap(first, PAGE);
    assertEquals(first, space.map(MapRequest.of(PAGE, Protection.READ_WRITE, ANONYMOUS)));
  }

  @Test
  void aHintIsTakenWhereThereIsRoom() {
    MapRequest request = MapRequest.of(PAGE, Protection.READ, ANONYMOUS);
    assertEquals(HERE, space.map(request.at(HERE + 1, MapRequest.Placement.ANYWHERE)));
    assertEquals(
        space.mapCeiling() - PAGE, space.map(request.at(HERE, MapRequest.Placement.ANYWHERE)));
  }

  @Test
  void impossibleMappingsAreRefused() {
    MapRequest request = MapRequest.of(PAGE, Protection.READ_WRITE, ANONYMOUS);
    map(HERE, 1, Protection.READ);
    assertFails(Errno.EINVAL, () -> map(HERE, 0, Protection.READ));
    assertFails(Errno.EINVAL, () -> space.map(request.fixed(HERE + 1)));
    assertFails(Errno.EPERM, () -> space.map(request.fixed(0)));
    assertFails(Errno.ENOMEM, () -> space.map(request.fixed(AddressSpace.END)));
    assertFails(Errno.ENOMEM, () -> space.map(request.fixed(-PAGE)));
    assertFails(Errno.EEXIST, () -> space.map(request.at(HERE, FIXED_NOREPLACE)));
    assertFails(Errno.ENOMEM, () -> map(HERE, 65, Protection.READ_WRITE));
    assertFails(Errno.ENOMEM, () -> map(HERE, 1L << 40, Protection.NONE));
    assertFails(Errno.EINVAL, () -> space.unmap(HERE, Long.MAX_VALUE));
    assertFails(Errno.EINVAL, () -> space.unmap(Long.MIN_VALUE, PAGE));
    assertFails(Errno.EINVAL, () -> space.unmap(AddressSpace.END, PAGE));
    assertFails(Errno.EINVAL, () -> space.unmap(Long.MAX_VALUE & -PAGE, PAGE));
    assertFails(Errno.ENOMEM, () -> space.requireMapped(AddressSpace.END, PAGE));
    assertEquals(1, lines());
  }

  private static final MapRequest.Placement FIXED_NOREPLACE = MapRequest.Placement.FIXED_NOREPLACE;

  @Test
  void reservationsMayBeLargerThanMemory() {
    map(HERE, 1L << 20, Protection.NONE);
    space.map(MapRequest.of(1L << 36, Protection.READ_WRITE, ANONYMOUS).unreserved());
    assertEquals(0, space.usage().resident());
  }

  @Test
  void limitsHold() {
    space.limits(new Limits(10 * PAGE, 4 * PAGE, 8 << 20));
    assertFails(Errno.ENOMEM, () -> map(HERE, 11, Protection.READ));
    assertFails(Errno.ENOMEM, () -> map(HERE, 5, Protection.READ_WRITE));
    map(HERE, 4, Protection.READ_WRITE);
    assertFails(Errno.ENOMEM, () -> map(HERE + 4 * PAGE, 1, Protection.READ_WRITE));
    map(HERE + 4 * PAGE, 6, Protection.READ);
  }

  @Test
  void theHeapGrowsAndShrinks() {
    space.startHeap(HERE);
    assertEquals(HERE, space.moveHeapEnd(0));
    assertEquals(HERE + 10, space.moveHeapEnd(HERE + 10));
    space.store8(HERE + 9, (byte) 3);
    assertEquals(HERE + 3 * PAGE, space.moveHeapEnd(HERE + 3 * PAGE));
    assertTrue(space.maps().endsWith("[heap]\n"), space.maps());
    assertEquals(HERE + 5, space.moveHeapEnd(HERE + 5));
    assertEquals(3, space.load8(HERE + 9));
    assertFails(Errno.EFAULT, () -> space.load8(HERE + PAGE));
    map(HERE + 2 * PAGE, 1, Protection.READ);
    assertEquals(HERE + 5, space.moveHeapEnd(HERE + 3 * PAGE));
  }

  @Test
  void aStackGrowsToItsLimitAndNoFurther() {
    long top = AddressSpace.STACK_TOP;
    MapRequest stack = MapRequest.of(PAGE, Protection.READ_WRITE, Backing.stack(Label.STACK));
    space.map(stack.fixed(top - PAGE));
    space.store64(top - 10 * PAGE, 1);
    assertEquals(10 * PAGE, space.usage().stack());
    long lowest = top - (8 << 20);
    assertEquals(Fault.UNMAPPED, space.fault(lowest - 1, Access.STORE));
    assertEquals(Fault.RESOLVED, space.fault(lowest, Access.STORE));
    assertEquals(Fault.UNMAPPED, space.fault(lowest - 1, Access.STORE));
  }

  @Test
  void aStackKeepsItsDistance() {
    long top = AddressSpace.STACK_TOP;
    MapRequest stack = MapRequest.of(PAGE, Protection.READ_WRITE, Backing.stack(Label.STACK));
    space.map(stack.fixed(top - PAGE));
    map(top - 300 * PAGE, 1, Protection.READ);
    assertEquals(Fault.UNMAPPED, space.fault(top - 200 * PAGE, Access.STORE));
    assertEquals(Fault.RESOLVED, space.fault(top - 20 * PAGE, Access.STORE));
  }

  @Test
  void aMappingGrowsInPlaceOrMoves() {
    map(HERE, 2, Protection.READ_WRITE);
    space.store64(HERE + PAGE, 7);
    assertEquals(HERE, space.resize(HERE, 2 * PAGE, 3 * PAGE, false));
    map(HERE + 3 * PAGE, 1, Protection.READ);
    assertFails(Errno.ENOMEM, () -> space.resize(HERE, 3 * PAGE, 4 * PAGE, false));
    long moved = space.resize(HERE, 3 * PAGE, 4 * PAGE, true);
    assertEquals(space.mapCeiling() - 4 * PAGE, moved);
    assertEquals(7, space.load64(moved + PAGE));
    assertFails(Errno.EFAULT, () -> space.load64(HERE));
    assertEquals(moved, space.resize(moved, 4 * PAGE, PAGE, false));
    assertFails(Errno.EFAULT, () -> space.load64(moved + PAGE));
    assertFails(Errno.EFAULT, () -> space.resize(HERE, PAGE, PAGE, true));
  }

  @Test
  void aMappingMovesToAnAddress() {
    map(HERE, 2, Protection.READ_WRITE);
    map(HERE + 4 * PAGE, 2, Protection.READ_WRITE);
    space.store64(HERE, 7);
    assertFails(Errno.EINVAL, () -> space.move(HERE, 2 * PAGE, 2 * PAGE, HERE + PAGE));
    long target = HERE + 4 * PAGE;
    assertEquals(target, space.move(HERE, 2 * PAGE, PAGE, target));
    assertEquals(7, space.load64(target));
    assertEquals(0, space.load64(target + PAGE));
    assertFails(Errno.EFAULT, () -> space.load64(HERE + PAGE));
  }

  @Test
  void forgottenPagesBeginAnew() {
    map(HERE, 2, Protection.READ_WRITE);
    space.store64(HERE, 7);
    space.store64(HERE + PAGE, 8);
    space.forgetContents(HERE, PAGE);
    assertEquals(0, space.load64(HERE));
    assertEquals(8, space.load64(HERE + PAGE));
    assertFails(Errno.ENOMEM, () -> space.forgetContents(HERE, 3 * PAGE));
  }

  @Test
  void aWriteThatFailsHasChangedNothing() {
    map(HERE, 1, Protection.READ_WRITE);
    assertFails(Errno.EFAULT, () -> space.write(HERE, new byte[(int) PAGE + 1]));
    byte[] ones = {1, 1, 1, 1};
    assertFails(Errno.EFAULT, () -> space.write(HERE + PAGE - 2, ones));
    assertEquals(0, space.load16(HERE + PAGE - 2));
    assertFails(Errno.EFAULT, () -> space.write(Long.MAX_VALUE - 1, ones));
    assertFails(Errno.EFAULT, () -> space.read(-2, 4));
    assertFails(Errno.EFAULT, () -> space.clear(HERE, -1));
  }

  @Test
  void numbersAndTextMayCrossPages() {
    map(HERE, 2, Protection.READ_WRITE);
    long border = HERE + PAGE;
    space.store64(border - 3, 0x0102_0304_0506_0708L);
    assertEquals(0x0102_0304_0506_0708L, space.load64(border - 3));
    assertEquals(5, space.load8(border));
    space.write(border - 2, "text\0".getBytes(US_ASCII));
    assertEquals("text", space.readString(border - 2, 5));
    assertFails(Errno.ENAMETOOLONG, () -> space.readString(border - 2, 4));
    assertArrayEquals(new byte[] {'e', 'x'}, space.read(border - 1, 2));
  }

  @Test
  void tablesGoWithTheirLastPage() {
    long before = frames.free();
    map(HERE, 1, Protection.READ_WRITE);
    space.store8(HERE, (byte) 1);
    assertEquals(3 * PAGE, space.usage().pageTables());
    space.unmap(HERE, PAGE);
    assertEquals(before, frames.free());
  }

  @Test
  void residencyTellsWhatIsInFrames() {
    map(HERE, 1, Protection.READ_WRITE);
    assertFalse(space.isResident(HERE));
    space.populate(HERE, PAGE, Access.STORE);
    assertTrue(space.isResident(HERE));
  }

  private void map(long address, long pages, Protection protection) {
    space.map(MapRequest.of(pages * PAGE, protection, ANONYMOUS).fixed(address));
  }

  private long lines() {
    return space.maps().lines().count();
  }

  private static byte[] read(MemoryObject object) {
    byte[] bytes = new byte[(int) object.sizeBytes()];
    object.read(0, bytes, 0, bytes.length);
    return bytes;
  }
}
