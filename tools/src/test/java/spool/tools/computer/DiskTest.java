package spool.tools.computer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spool.emulator.device.FlatTiming;
import spool.emulator.device.MemoryImage;
import spool.kernel.driver.DiskScheduling;
import spool.kernel.sched.RoundRobin;
import spool.kernel.trace.Activity;
import spool.kernel.trap.HostStreams;
import spool.userland.InBoxImage;

/// The disk from the host's side: what programs do with it, and how the machine spends the time.
class DiskTest {
  private static final InBoxImage IMAGE = InBoxImage.open();
  private static final String READ = "dd if=/dev/vda of=/dev/null bs=512 count=20 skip=11\n";
  private static final String COMPUTE = "seq 60000 >/dev/null\n";

  private static final FlatTiming SLOW = new FlatTiming(3_000_000, 1_024);
  private static final long QUANTUM = 100_000;

  @TempDir Path folder;

  /// How a script spent the time of the only hart, in cycles.
  private record Spent(long total, long idle) {}

  private static Computer.Builder computer() {
    return Computer.builder().image(IMAGE).script();
  }

  private static Spent spend(String script) {
    MemoryImage image = new MemoryImage(1 << 20);
    HostStreams streams =
        new HostStreams(
            new ByteArrayInputStream(script.getBytes(UTF_8)),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream());
    Computer computer =
        computer().disk(image, SLOW).scheduler(new RoundRobin(QUANTUM)).streams(streams).build();
    assertEquals(0, computer.run());
    long idle = computer.kernel().dispatcher().spent(0).getOrDefault(Activity.IDLE, 0L);
    return new Spent(computer.machine().now(), idle);
  }

  /// With nobody else to run, the hart waits with the task; with somebody, it computes meanwhile. A
  /// reader that waited for its turn at the hart would miss its record on a rotating disk, and
  /// overlap by luck; so here every record takes the same time, and turns are short.
  @Test
  void theHartGoesOnWithOthersWhileATaskWaits() {
    Spent reading = spend(READ);
    Spent computing = spend(COMPUTE);
    Spent both = spend(COMPUTE.strip() + " &\n" + READ + "wait\n");
    String figures = reading + ", " + computing + ", both " + both;
    assertTrue(reading.idle > reading.total / 2, figures);
    assertTrue(computing.idle < computing.total / 10, figures);
    assertTrue(both.idle < reading.idle - computing.total / 4, figures);
    assertTrue(both.total < reading.total + computing.total * 3 / 4, figures);
  }

  @Test
  void aFileIsADisk() throws IOException {
    Path file = folder.resolve("disk.img");
    byte[] contents = new byte[8 * 512];
    Arrays.fill(contents, (byte) '.');
    Files.write(file, contents);
    try (FileImage image = FileImage.open(file, false)) {
      GuestRun run =
          GuestRun.of(
              computer().disk(image, FlatTiming.STANDARD),
              "echo hello | dd of=/dev/vda bs=6 seek=100 conv=notrunc,fsync\n"
                  + "dd if=/dev/vda bs=6 skip=99 count=3; cat /proc/diskstats");
      assertEquals(0, run.status(), run.error());
      assertTrue(run.output().startsWith("......hello\n......"), run.output());
      assertTrue(run.output().contains(" 254       0 vda "), run.output());
    }
    System.arraycopy("hello\n".getBytes(UTF_8), 0, contents, 600, 6);
    assertArrayEquals(contents, Files.readAllBytes(file));
  }

  @Test
  void aReadOnlyFileStaysAsItIs() throws IOException {
    Path file = folder.resolve("disk.img");
    Files.write(file, new byte[512]);
    try (FileImage image = FileImage.open(file, true)) {
      GuestRun run =
          GuestRun.of(
              computer().disk(image, FlatTiming.STANDARD), "echo x | dd of=/dev/vda conv=notrunc");
      assertEquals(1, run.status());
      assertTrue(run.error().contains("Operation not permitted"), run.error());
    }
    assertArrayEquals(new byte[512], Files.readAllBytes(file));
  }

  @Test
  void aFileOfPartsOfSectorsIsNoDisk() throws IOException {
    Path file = folder.resolve("disk.img");
    Files.write(file, new byte[1000]);
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> FileImage.open(file, true));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains("1000 bytes"), message);
    Files.write(file, new byte[0]);
    assertThrows(IllegalArgumentException.class, () -> FileImage.open(file, true));
  }

  @Test
  void everyDiskHasItsName() {
    Computer.Builder builder = computer().diskScheduling(DiskScheduling.SCAN);
    builder.disk(new MemoryImage(1024), FlatTiming.STANDARD);
    builder.disk(new MemoryImage(2048), FlatTiming.STANDARD);
    GuestRun run = GuestRun.of(builder, "dd if=/dev/vda of=/dev/vdb; dd if=/dev/vdb | wc -c");
    assertEquals("2048\n", run.output().stripLeading(), run.error());
  }
}
