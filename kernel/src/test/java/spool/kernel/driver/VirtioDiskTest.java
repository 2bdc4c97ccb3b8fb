package spool.kernel.driver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import spool.emulator.device.DiskDrive;
import spool.emulator.device.DiskImage;
import spool.emulator.device.FlatTiming;
import spool.emulator.device.MechanicalTiming;
import spool.emulator.device.MemoryImage;
import spool.emulator.machine.SplitMix;
import spool.kernel.fs.proc.SystemView.DiskUse;

class VirtioDiskTest {
  private static final int BYTES = 1 << 20;
  private static final FlatTiming TIMING = new FlatTiming(1000, 10);

  private final MemoryImage image = new MemoryImage(BYTES);
  private final DiskBench bench = new DiskBench(image, TIMING, DiskScheduling.FCFS);
  private final VirtioDisk disk = bench.disk;

  private static byte[] pattern(int length, int seed) {
    byte[] bytes = new byte[length];
    for (int index = 0; index < length; index++) {
      bytes[index] = (byte) (seed + index * 31 + index / 256);
    }
    return bytes;
  }

  private DiskRequest perform(DiskRequest request) {
    disk.submit(request);
    assertFalse(request.isOver());
    bench.finish();
    assertTrue(request.isOver());
    return request;
  }

  @Test
  void isFoundWithItsSize() {
    assertEquals("vda", disk.name());
    assertEquals(BYTES / 512, disk.sectors());
    assertFalse(disk.isReadOnly());
    assertEquals(254 << 8, disk.device());
  }

  @Test
  void writesAndReadsAnyBytes() throws IOException {
    byte[] data = pattern(VirtioDisk.MOST_BYTES, 1);
    perform(DiskRequest.write(1024, data));
    assertEquals(1000 + 128 * 10, bench.now());
    byte[] odd = pattern(1000, 2);
    perform(DiskRequest.write(1024 + 4095, odd));
    System.arraycopy(odd, 0, data, 4095, odd.length);
    byte[] stored = new byte[data.length];
    image.read(2, stored, 0, stored.length);
    assertArrayEquals(data, stored);
    byte[] expected = Arrays.copyOfRange(data, 4000, 6000);
    assertArrayEquals(expected, perform(DiskRequest.read(5024, 2000)).data());
  }

  @Test
  void writersOfOneSectorDoNotUndoEachOther() throws IOException {
    List<DiskRequest> requests = new ArrayList<>();
    for (int index = 0; index < 512; index++) {
      requests.add(DiskRequest.write(5120 + index, new byte[] {(byte) index}));
    }
    requests.forEach(disk::submit);
    bench.finish();
    byte[] sector = new byte[512];
    image.read(10, sector, 0, 512);
    for (int index = 0; index < 512; index++) {
      assertEquals((byte) index, sector[index]);
      assertTrue(requests.get(index).isOver());
    }
  }

  @Test
  void whatIsWithdrawnBeforeItsTurnNeverHappens() throws IOException {
    DiskRequest first = DiskRequest.write(0, pattern(512, 1));
    DiskRequest second = DiskRequest.write(512, pattern(512, 2));
    disk.submit(first);
    disk.submit(second);
    disk.withdraw(first);
    disk.withdraw(second);
    bench.finish();
    assertTrue(first.isOver(), "it was under way");
    assertFalse(second.isOver());
    byte[] stored = new byte[1024];
    image.read(0, stored, 0, 1024);
    byte[] expected = new byte[1024];
    System.arraycopy(pattern(512, 1), 0, expected, 0, 512);
    assertArrayEquals(expected, stored);
    assertEquals(0, disk.use().inFlight());
  }

  @Test
  void countsWhatItDoes() {
    disk.submit(DiskRequest.read(0, 1024));
    disk.submit(DiskRequest.write(4096, new byte[512]));
    disk.submit(DiskRequest.flush());
    assertEquals(3, disk.use().inFlight());
    bench.finish();
    DiskUse use = disk.use();
    assertEquals(new DiskUse.Transfers(1, 2, 1020), use.reads());
    assertEquals(new DiskUse.Transfers(1, 1, 1020 + 1000 + 1010), use.writes());
    assertEquals(new DiskUse.Transfers(1, 0, 1020 + 1000), use.flushes());
    assertEquals(0, use.inFlight());
    assertEquals(3030, use.busyTime());
    assertEquals(3 * 1020 + 2 * 1000 + 1010, use.weightedTime());
  }

  /// What the host cannot read or write is the request's failure, and the next one's turn.
  @Test
  void aFailureEndsOneRequest() {
    DiskBench failing = new DiskBench(new Failing(), TIMING, DiskScheduling.FCFS);
    DiskRequest read = DiskRequest.read(0, 512);
    DiskRequest partial = DiskRequest.write(1, new byte[1]);
    DiskRequest write = DiskRequest.write(0, new byte[512]);
    List.of(read, partial, write).forEach(failing.disk::submit);
    failing.finish();
    assertTrue(read.hasFailed());
    assertTrue(partial.hasFailed());
    assertTrue(write.isOver() && !write.hasFailed());
  }

  /// Cannot be read.
  private static final class Failing implements DiskImage {
    @Override
    public long sectors() {
      return 10;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public void read(long sector, byte[] target, int offset, int length) throws IOException {
      throw new IOException("scratched");
    }

    @Override
    public void write(long sector, byte[] source, int offset, int length) {}

    @Override
    public void flush() {}
  }

  /// The time that a drive takes for a burst of scattered reads that come all at once, in
  /// milliseconds.
  private static Map<DiskScheduling, Long> burst(String name, int count) {
    DiskDrive drive = DiskDrive.named(name).orElseThrow();
    Map<DiskScheduling, Long> times = new EnumMap<>(DiskScheduling.class);
    for (DiskScheduling scheduling : DiskScheduling.values()) {
      MemoryImage scattered = new MemoryImage(drive.sectors() * 512);
      DiskBench mechanical = new DiskBench(scattered, new MechanicalTiming(drive), scheduling);
      SplitMix random = SplitMix.of(1, name);
      LongStream.generate(() -> random.below(drive.sectors()))
          .limit(count)
          .forEach(sector -> mechanical.disk.submit(DiskRequest.read(sector * 512, 512)));
      times.put(scheduling, mechanical.finish() / 1_000_000);
    }
    return times;
  }

  @ParameterizedTest
  @ValueSource(strings = {"hp97560", "ibm2314"})
  void theOrderDecidesHowLongABurstTakes(String drive) {
    Map<DiskScheduling, Long> times = burst(drive, 40);
    long fcfs = times.getOrDefault(DiskScheduling.FCFS, 0L);
    for (DiskScheduling scheduling :
        List.of(DiskScheduling.SSTF, DiskScheduling.SCAN, DiskScheduling.CLOOK)) {
      long time = times.getOrDefault(scheduling, 0L);
      assertTrue(time > 0 && time < fcfs * 4 / 5, times.toString());
    }
  }
}
