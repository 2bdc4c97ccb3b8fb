package spool.emulator.device;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import spool.emulator.memory.PhysicalMemory;

class TapeDriveTest {
  private static final int COMMAND = 0x04;
  private static final int STATUS = 0x08;
  private static final int ADDRESS_LOW = 0x0c;
  private static final int ADDRESS_HIGH = 0x10;
  private static final int LENGTH = 0x14;
  private static final int COUNT = 0x18;
  private static final int RECORD_LENGTH = 0x1c;
  private static final int INTERRUPT = 0x20;
  private static final int INTERRUPT_ENABLE = 0x24;
  private static final int POSITION = 0x28;
  private static final int FILE = 0x2c;
  private static final int BLOCK = 0x30;

  private static final int READ = 1;
  private static final int WRITE = 2;
  private static final int WRITE_MARK = 3;
  private static final int SPACE_FORWARD = 4;
  private static final int SPACE_BACKWARD = 5;
  private static final int SPACE_FILE_FORWARD = 6;
  private static final int SPACE_FILE_BACKWARD = 7;
  private static final int REWIND = 8;
  private static final int UNLOAD = 9;
  private static final int ERASE = 10;

  private static final int BUSY = 1;
  private static final int LOADED = 2;
  private static final int PROTECTED = 4;
  private static final int LOAD_POINT = 8;
  private static final int END_OF_TAPE = 0x10;
  private static final int MARK = 0x1_0000;
  private static final int END_OF_DATA = 0x2_0000;
  private static final int DATA_ERROR = 0x4_0000;
  private static final int OVERRUN = 0x8_0000;
  private static final int BUS_ERROR = 0x10_0000;
  private static final int REJECTED = 0x20_0000;

  private static final long RAM = 0x8000_0000L;
  private static final long GAP = 417 * 16_000;
  private static final long START = 628_000 + 7;

  private final ManualTime time = new ManualTime();
  private final Wire line = new Wire();
  private final PhysicalMemory memory = new PhysicalMemory(RAM, 1 << 20);
  private final TapeDrive drive = drive(TapeTimings.IBM_729_IV);
  private final TapeImage reel = TapeImage.blank();

  TapeDriveTest() {
    drive.load(reel, true);
  }

  private TapeDrive drive(TapeTimings timings) {
    return new TapeDrive(time, line, memory, timings, () -> 7);
  }

  private int load(int register) {
    return (int) drive.load(register, 4);
  }

  private void store(int register, int value) {
    drive.store(register, 4, value);
  }

  /// Carries out a command on the buffer at the beginning of RAM, and answers the cycles it took.
  private long run(int command, int length, int count) {
    store(ADDRESS_LOW, (int) RAM);
    store(ADDRESS_HIGH, 0);
    store(LENGTH, length);
    store(COUNT, count);
    return run(command);
  }

  private long run(int command) {
    store(COMMAND, command);
    assertTrue((load(STATUS) & BUSY) != 0);
    return time.advance();
  }

  private void write(String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    memory.write(RAM, bytes, 0, bytes.length);
    run(WRITE, bytes.length, 0);
  }

  private String buffer(int length) {
    byte[] bytes = new byte[length];
    memory.read(RAM, bytes, 0, length);
    return new String(bytes, US_ASCII);
  }

  /// Two files, one of two records and one of one.
  private void writeFiles() {
    write("first");
    write("second record");
    run(WRITE_MARK, 0, 1);
    write("third");
    run(WRITE_MARK, 0, 2);
    run(REWIND);
  }

  @Test
  void readsWhatWasWritten() {
    writeFiles();
    assertEquals(LOADED | LOAD_POINT, load(STATUS));
    run(READ, 100, 0);
    assertEquals(LOADED, load(STATUS));
    assertEquals(5, load(RECORD_LENGTH));
    assertEquals("first", buffer(5));
    run(READ, 100, 0);
    assertEquals("second record", buffer(13));
    run(READ, 100, 0);
    assertEquals(LOADED | MARK, load(STATUS));
    assertEquals(0, load(RECORD_LENGTH));
    run(READ, 100, 0);
    assertEquals("third", buffer(5));
    assertEquals(4, load(POSITION));
    assertEquals(1, load(FILE));
    assertEquals(1, load(BLOCK));
  }

  @Test
  void aLongRecordIsCutAndSaysHowLongItIs() {
    writeFiles();
    memory.fill(RAM, 20, (byte) '.');
    run(READ, 3, 0);
    assertEquals(LOADED | OVERRUN, load(STATUS));
    assertEquals(5, load(RECORD_LENGTH));
    assertEquals("fir..", buffer(5));
    run(READ, 20, 0);
    assertEquals("second record", buffer(13));
  }

  @Test
  void spacesOverRecordsUpToATapeMark() {
    writeFiles();
    run(SPACE_FORWARD, 0, 1);
    assertEquals(0, load(COUNT));
    run(SPACE_FORWARD, 0, 5);
    assertEquals(LOADED | MARK, load(STATUS));
    assertEquals(4, load(COUNT));
    assertEquals(3, load(POSITION));
    run(SPACE_BACKWARD, 0, 1);
    assertEquals(LOADED | MARK, load(STATUS));
    assertEquals(2, load(POSITION));
    run(SPACE_BACKWARD, 0, 5);
    assertEquals(LOADED | LOAD_POINT, load(STATUS));
    assertEquals(3, load(COUNT));
  }

  @Test
  void spacesOverFiles() {
    writeFiles();
    run(SPACE_FILE_FORWARD, 0, 2);
    assertEquals(5, load(POSITION));
    run(SPACE_FILE_BACKWARD, 0, 1);
    assertEquals(4, load(POSITION));
    assertEquals(LOADED, load(STATUS));
    run(SPACE_FILE_FORWARD, 0, -1);
    assertEquals(LOADED | END_OF_DATA, load(STATUS));
    assertEquals(6, load(POSITION));
    run(READ, 10, 0);
    assertEquals(LOADED | END_OF_DATA, load(STATUS));
  }

  @Test
  void takesTheTimeOfTheRealDrive() {
    assertEquals(START + GAP + 5 * 16_000, timeOfWriting(5));
    assertEquals(7_300_000 + 7 + 1000 * 16_000L, timeOfWriting(1000));
    assertEquals(START + 7_300_000 + GAP + 1000 * 16_000L, run(SPACE_BACKWARD, 0, 1));
    assertEquals(START + GAP + 5 * 16_000, run(SPACE_BACKWARD, 0, 1));
    assertEquals(START + 7_300_000 + 2 * GAP + 1005 * 16_000L, run(SPACE_FORWARD, 0, 2));
    assertEquals(START + (2 * 417 + 1005) * 3_597L, run(REWIND));
    assertEquals(0, run(REWIND));
  }

  private long timeOfWriting(int length) {
    return run(WRITE, length, 0);
  }

  @Test
  void interruptsOnceACommandHasEnded() {
    run(REWIND);
    assertEquals(1, load(INTERRUPT));
    assertFalse(line.raised);
    store(INTERRUPT_ENABLE, 1);
    assertTrue(line.raised);
    store(INTERRUPT, 1);
    assertFalse(line.raised);
    store(COMMAND, READ);
    assertFalse(line.raised);
    time.advanceTo(time.now() + 100_000_000);
    assertTrue(line.raised);
  }

  @Test
  void aBusyDriveLosesCommandsAndRemembersItsBuffer() {
    writeFiles();
    run(REWIND);
    store(ADDRESS_LOW, (int) RAM + 4096);
    store(LENGTH, 100);
    store(COMMAND, READ);
    store(COMMAND, UNLOAD);
    store(ADDRESS_LOW, (int) RAM + 8192);
    store(LENGTH, 2);
    assertEquals(LOADED | BUSY, load(STATUS));
    assertEquals(0, memory.load8(RAM + 4096));
    time.advanceTo(time.now() + 100_000_000);
    assertEquals(LOADED, load(STATUS));
    assertEquals('t', memory.load8(RAM + 4096 + 4));
    assertEquals(0, memory.load8(RAM + 8192));
  }

  @Test
  void writingErasesWhatIsBehind() {
    writeFiles();
    run(SPACE_FORWARD, 0, 1);
    write("new");
    assertEquals(2, reel.items().size());
    run(REWIND);
    run(ERASE);
    assertEquals(0, reel.items().size());
  }

  @Test
  void aProtectedTapeIsNotWritten() {
    writeFiles();
    byte[] before = reel.bytes();
    drive.load(reel, false);
    assertEquals(LOADED | PROTECTED | LOAD_POINT, load(STATUS));
    for (int command : new int[] {WRITE, WRITE_MARK, ERASE}) {
      run(command, 10, 1);
      assertEquals(LOADED | PROTECTED | LOAD_POINT | REJECTED, load(STATUS));
    }
    assertArrayEquals(before, reel.bytes());
  }

  @Test
  void withoutATapeEverythingIsRejected() {
    run(UNLOAD);
    assertEquals(0, load(STATUS));
    assertTrue(drive.reel().isEmpty());
    for (int command = READ; command <= ERASE; command++) {
      run(command, 10, 1);
      assertEquals(REJECTED, load(STATUS));
    }
  }

  @Test
  void thereAreNoOtherCommandsAndRecords() {
    for (int command : new int[] {0, 11, -1}) {
      run(command, 10, 1);
      assertEquals(LOADED | LOAD_POINT | REJECTED, load(STATUS));
    }
    for (int length : new int[] {0, -1, TapeImage.MOST_BYTES + 1}) {
      run(WRITE, length, 0);
      assertEquals(LOADED | LOAD_POINT | REJECTED, load(STATUS));
    }
  }

  @Test
  void aBufferOutsideRamIsABusError() {
    writeFiles();
    long end = RAM + (1 << 20);
    long[] addresses = {0, RAM - 1, end - 9, end, -1, Long.MIN_VALUE, Long.MAX_VALUE};
    for (long address : addresses) {
      store(ADDRESS_LOW, (int) address);
      store(ADDRESS_HIGH, (int) (address >>> 32));
      store(LENGTH, 10);
      run(READ);
      assertEquals(LOADED | LOAD_POINT | BUS_ERROR, load(STATUS), Long.toHexString(address));
      run(WRITE);
      assertEquals(LOADED | LOAD_POINT | BUS_ERROR, load(STATUS), Long.toHexString(address));
    }
    store(ADDRESS_LOW, (int) (end - 10));
    store(ADDRESS_HIGH, 0);
    run(READ);
    assertEquals(LOADED, load(STATUS));
  }

  @Test
  void badRecordsAndDamageAreDataErrors() {
    byte[] good = {1, 0, 0, 0, 'x', 0, 1, 0, 0, 0};
    byte[] bad = {1, 0, 0, (byte) 0x80, 'y', 0, 1, 0, 0, (byte) 0x80};
    byte[] all = Arrays.copyOf(good, 22);
    System.arraycopy(bad, 0, all, 10, 10);
    drive.load(TapeImage.of(all), false);
    run(READ, 10, 0);
    run(READ, 10, 0);
    assertEquals(LOADED | PROTECTED | DATA_ERROR, load(STATUS));
    assertEquals("y", buffer(1));
    for (int command : new int[] {READ, SPACE_FORWARD, SPACE_FILE_FORWARD}) {
      run(command, 10, 3);
      assertEquals(LOADED | PROTECTED | DATA_ERROR, load(STATUS));
      assertEquals(2, load(POSITION));
    }
    run(SPACE_BACKWARD, 0, 2);
    assertEquals(LOADED | PROTECTED | LOAD_POINT, load(STATUS));
  }

  @Test
  void theReelHasAnEnd() {
    TapeDrive small = drive(new TapeTimings(0, 0, 0, 1, 1, 10, 50, 100));
    small.load(reel, true);
    store(small, WRITE, 30);
    assertEquals(LOADED, (int) small.load(STATUS, 4));
    store(small, WRITE, 5);
    assertEquals(LOADED | END_OF_TAPE, (int) small.load(STATUS, 4));
    store(small, WRITE, 36);
    assertEquals(LOADED | END_OF_TAPE | REJECTED, (int) small.load(STATUS, 4));
    store(small, WRITE, 35);
    assertEquals(LOADED | END_OF_TAPE, (int) small.load(STATUS, 4));
    store(small, WRITE_MARK, 0);
    assertEquals(LOADED | END_OF_TAPE | REJECTED, (int) small.load(STATUS, 4));
  }

  private void store(TapeDrive small, int command, int length) {
    small.store(ADDRESS_LOW, 4, RAM);
    small.store(LENGTH, 4, length);
    small.store(COUNT, 4, 1);
    small.store(COMMAND, 4, command);
    time.advanceTo(time.now() + 1_000);
  }

  @Test
  void aMovingTapeIsNotTakenOff() {
    store(COMMAND, READ);
    assertThrows(IllegalStateException.class, () -> drive.load(reel, true));
  }
}
