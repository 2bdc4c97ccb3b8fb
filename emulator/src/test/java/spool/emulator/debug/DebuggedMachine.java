package spool.emulator.debug;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;

/// A bare machine with a program that counts, and a debug server that runs it.
final class DebuggedMachine implements AutoCloseable {
  /// How far it counts.
  static final int COUNTS = 10;

  /// The first instruction of the loop, in which `s0` counts.
  static final long LOOP = Machine.RAM_BASE + 8;

  /// The instruction that stores the count.
  static final long STORE = LOOP + 4;

  /// Where the count is stored.
  static final long COUNTER = Machine.RAM_BASE + 0x1000;

  /// Where `s0` is among the registers.
  static final int S0 = 8;

  private static final int[] PROGRAM = {
    0x00001497, // auipc s1, 1
    0x00a00293, // li t0, 10
    0x00140413, // loop: addi s0, s0, 1
    0x0084b023, // sd s0, 0(s1)
    0x0004b503, // ld a0, 0(s1)
    0xfe541ae3, // bne s0, t0, loop
    0x001002b7, // lui t0, 0x100
    0x00005337, // lui t1, 5
    0x55530313, // addi t1, t1, 0x555
    0x0062a023, // sw t1, 0(t0)
    0x0000006f, // j .
  };

  final Machine machine;
  final DebugServer server;
  final CompletableFuture<Outcome> outcome;

  /// A machine of `harts`, all of which count.
  DebuggedMachine(int harts, boolean isTranslated) throws IOException {
    this(machine(harts, isTranslated));
  }

  /// The machine `loaded`, which has not run.
  DebuggedMachine(Machine loaded) throws IOException {
    machine = loaded;
    server = DebugServer.listen(0, new MachineTarget(machine));
    outcome = CompletableFuture.supplyAsync(this::run);
  }

  /// The machine by itself.
  static Machine machine(int harts, boolean isTranslated) {
    Machine.Builder builder = Machine.builder().harts(harts).ramBytes(1 << 20).seed(3);
    Machine machine = isTranslated ? builder.translated().build() : builder.build();
    return loaded(machine, PROGRAM);
  }

  /// `machine` with `program`, which all harts are to execute.
  static Machine loaded(Machine machine, int... program) {
    for (int at = 0; at < program.length; at++) {
      machine.bus().memory().store32(Machine.RAM_BASE + 4L * at, program[at]);
    }
    machine.start(Machine.RAM_BASE);
    return machine;
  }

  private Outcome run() {
    try {
      return server.run();
    } catch (InterruptedException interruption) {
      throw new IllegalStateException(interruption);
    }
  }

  Debugger debugger() {
    return new Debugger(server.port());
  }

  @Override
  public void close() {
    server.requestStop();
    server.close();
  }
}
