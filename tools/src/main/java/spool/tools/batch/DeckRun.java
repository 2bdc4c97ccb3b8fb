package spool.tools.batch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import spool.emulator.device.ByteSink;
import spool.emulator.device.DiskDrive;
import spool.emulator.device.FlatTiming;
import spool.emulator.device.MechanicalTiming;
import spool.emulator.device.MemoryImage;
import spool.emulator.device.TapeImage;
import spool.kernel.mode.Mode;
import spool.kernel.sched.SchedulerChoice;
import spool.kernel.trace.Recorder;
import spool.kernel.trap.HostStreams;
import spool.tools.computer.Computer;
import spool.tools.report.Run;

/// A deck to be run in a mode on a machine of its own, with the deck on the first tape drive, a
/// scratch tape on the second, a spool disk and a printer.
///
/// The account begins with the machine and ends when the last job has ended; the printer may go on.
///
/// @param deck what to run
/// @param mode how
/// @param scheduler the policy, with its parameters
/// @param harts of the machine
/// @param ramBytes of the machine
/// @param seed of the machine
public record DeckRun(
    Deck deck, Mode mode, SchedulerChoice scheduler, int harts, long ramBytes, long seed) {
  private static final long SPOOL_BYTES = 3L << 30;
  private static final long DATA_BYTES = 64 << 20;
  private static final String MONITOR = "/bin/monitor";

  /// What came of it.
  ///
  /// @param run the account, for a report
  /// @param listings what the printer printed
  /// @param messages what the monitor said
  /// @param status with which the monitor ended, 0 if the deck was read to its end
  public record Result(Run run, String listings, String messages, int status) {
    /// Whether every job was done.
    public boolean isDone() {
      return run.account().jobs().stream().allMatch(job -> job.result().equals("done"));
    }
  }

  /// Runs it. Throws [spool.emulator.machine.EngineFailure] on a defect of Spool's.
  public Result run() {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Recorder recorder = new Recorder(harts);
    Computer computer =
        Computer.builder()
            .scheduler(scheduler)
            .preemptive(mode.isPreemptive())
            .harts(harts)
            .ramBytes(ramBytes)
            .seed(seed)
            .listener(recorder)
            .tape(0, deck.tape(), false)
            .tape(1, TapeImage.blank(), true)
            .disk(new MemoryImage(SPOOL_BYTES), FlatTiming.STANDARD)
            .disk(new MemoryImage(DATA_BYTES), new MechanicalTiming(DiskDrive.HP_97560))
            .printer(sink(printed))
            .streams(new HostStreams(InputStream.nullInputStream(), said, said))
            .program(MONITOR, mode.monitorOptions())
            .build();
    int status = computer.run();
    Run run = new Run(mode.name(), scheduler.text(), seed, recorder.account(), recorder.timeline());
    return new Result(run, printed.toString(ISO_8859_1), said.toString(ISO_8859_1), status);
  }

  private static ByteSink sink(ByteArrayOutputStream bytes) {
    return bytes::write;
  }
}
