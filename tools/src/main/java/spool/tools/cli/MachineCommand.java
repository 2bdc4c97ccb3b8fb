package spool.tools.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.emulator.boot.BootException;
import spool.emulator.boot.BootImage;
import spool.emulator.boot.BootPlan;
import spool.emulator.boot.Firmware;
import spool.emulator.boot.HostInterface;
import spool.emulator.boot.Loader;
import spool.emulator.debug.MachineTarget;
import spool.emulator.device.ByteSink;
import spool.emulator.image.ElfException;
import spool.emulator.image.ElfFile;
import spool.emulator.machine.Machine;
import spool.emulator.sbi.BuiltInFirmware;
import spool.emulator.state.StateFile;
import spool.tools.terminal.MachineRun;
import spool.tools.terminal.RestartingRun;

/// `spool machine`.
final class MachineCommand implements Callable<Integer> {
  private static final String NO_FIRMWARE = "none";
  private static final String BUILT_IN = "sbi";
  private static final String FIRMWARE = "built-in-firmware";
  private static final String TOHOST = "tohost";
  private static final String HINT = "Ctrl-A x leaves, Ctrl-A h shows what else there is\r\n";

  private final Setting<Optional<String>> bios =
      Setting.optional(
          String.class,
          OptionSpec.builder("--bios")
              .paramLabel("FILE")
              .description(
                  "Firmware as ELF or raw image; 'sbi' for the one built in, 'none' to start the kernel in"
                      + " machine mode (default: sbi, but none for an ELF kernel that is linked to where"
                      + " firmware goes)."));

  private final Setting<Optional<String>> kernel =
      Setting.optional(
          String.class,
          OptionSpec.builder("--kernel", "--elf")
              .paramLabel("FILE")
              .description("The kernel or bare program: ELF, Linux 'Image', or raw."));

  private final Setting<Optional<String>> initrd =
      Setting.optional(
          String.class,
          OptionSpec.builder("--initrd")
              .paramLabel("FILE")
              .description("A RAM disk for the kernel."));

  private final Setting<String> arguments =
      Setting.of(
          String.class,
          OptionSpec.builder("--append")
              .paramLabel("TEXT")
              .initialValue("")
              .description("The kernel's command line."));

  private final HardwareOptions hardware = new HardwareOptions();
  private final DiskFiles disks = new DiskFiles();
  private final NetworkOption network = new NetworkOption();
  private final StateOptions states = new StateOptions();
  private final GdbOption gdb = new GdbOption();

  private final Setting<Boolean> hasEntropy =
      Setting.flag(
          OptionSpec.builder("--entropy").description("Add a virtio source of random numbers."));

  private final Setting<Boolean> hasVirtioConsole =
      Setting.flag(
          OptionSpec.builder("--virtio-console")
              .description(
                  "Add a virtio console, which has the terminal's input instead of the UART."));

  private final Setting<Boolean> endsAtReset =
      Setting.flag(
          OptionSpec.builder("--no-reboot").description("End when the guest resets the machine."));

  private final Setting<Optional<String>> dump =
      Setting.optional(
          String.class,
          OptionSpec.builder("--dump-dtb")
              .paramLabel("FILE")
              .description("Write the device tree to FILE and end."));

  /// What the machine is made of, as a saved one has it.
  private final Map<String, String> settings = new TreeMap<>();

  private Optional<HostInterface> host = Optional.empty();

  /// What it is, for picocli.
  CommandSpec specification() {
    CommandSpec command =
        Commands.specification(
            this,
            "machine",
            "Runs other software on the machine, without Spool's kernel: bare programs, firmware,"
                + " operating systems for QEMU's board 'virt'. The console is the terminal, which"
                + " Ctrl-A x leaves, or standard input and output.");
    hardware.addTo(command);
    disks.addTo(command);
    network.addTo(command);
    states.addTo(command);
    gdb.addTo(command);
    Setting.addAll(
        command, bios, kernel, initrd, arguments, hasEntropy, hasVirtioConsole, endsAtReset, dump);
    return command;
  }

  @Override
  public Integer call() {
    Machine.Builder builder = builder();
    if (dump.get().isPresent()) {
      return write(dump.get().get(), Loader.deviceTree(builder.build()));
    }
    if (gdb.isWanted()) {
      states.refuseSaving("--gdb");
    }
    Optional<StateFile> saved = states.saved();
    MachineSession.Load load = saved.isPresent() ? again(builder, saved.get()) : fresh();
    try {
      plugInto(builder);
      saved.ifPresent(file -> disks.demandUnchanged(file.description()));
      return states.time().isEmpty() && Session.hasTerminal()
          ? MachineSession.runWithTerminal(builder, HINT, load, this::runner, saving())
          : MachineSession.runWithStreams(builder, load, this::runner, saving());
    } finally {
      network.finish();
      disks.finish();
    }
  }

  /// Notes what a new machine is made of.
  private MachineSession.Load fresh() {
    BootPlan plan = plan();
    settings.put("harts", Integer.toString(hardware.harts()));
    settings.put("memory", Long.toString(hardware.memory()));
    settings.put("seed", Long.toString(hardware.seed()));
    settings.put("entropy", Boolean.toString(hasEntropy.get()));
    settings.put("virtio-console", Boolean.toString(hasVirtioConsole.get()));
    network.cable().ifPresent(cable -> settings.put("network", cable));
    return (machine, sink) -> load(machine, plan, sink);
  }

  /// Sets up `builder` for a machine like the one in `file`, to go on where that was.
  private MachineSession.Load again(Machine.Builder builder, StateFile file) {
    settings.putAll(file.description());
    try {
      builder
          .harts(Integer.parseInt(setting("harts")))
          .ramBytes(Long.parseLong(setting("memory")))
          .seed(Long.parseLong(setting("seed")));
    } catch (IllegalArgumentException unsuitable) {
      throw new Failure(ExitStatus.NOT_EXECUTABLE, "--restore: " + unsuitable.getMessage());
    }
    hasEntropy.set(Boolean.parseBoolean(setting("entropy")));
    hasVirtioConsole.set(Boolean.parseBoolean(setting("virtio-console")));
    network.adopt(Optional.ofNullable(settings.get("network")));
    disks.adopt(settings);
    return (machine, sink) -> resume(machine, file, sink);
  }

  private String setting(String name) {
    return settings.getOrDefault(name, "");
  }

  private MachineSession.Saving saving() {
    return new MachineSession.Saving() {
      @Override
      public OptionalLong time() {
        return states.time();
      }

      @Override
      public void save(Machine machine) {
        states.save(machine, description(machine));
      }

      @Override
      public String saveAndTell(Machine machine) {
        return states.saveAndTell(machine, description(machine));
      }
    };
  }

  /// What is needed to make `machine` again.
  private Map<String, String> description(Machine machine) {
    Map<String, String> description = new TreeMap<>(settings);
    disks.describe(description);
    description.put(FIRMWARE, Boolean.toString(machine.keeps(BuiltInFirmware.PART)));
    host.ifPresent(word -> description.put(TOHOST, Long.toString(word.address())));
    return description;
  }

  /// What runs `machine`, which has been loaded. A saved machine has nothing to load again.
  private MachineRun runner(Machine machine) {
    if (gdb.isWanted() || endsAtReset.get() || states.isRestored()) {
      return gdb.of(machine, () -> target(machine));
    }
    return new RestartingRun(machine);
  }

  private MachineTarget target(Machine machine) {
    if (!machine.isParallel()) {
      disks.keepHistory(machine);
    }
    return new MachineTarget(machine);
  }

  private void plugInto(Machine.Builder builder) {
    disks.addTo(builder);
    network.addTo(builder);
    try {
      if (hasEntropy.get()) {
        builder.entropy();
      }
      if (hasVirtioConsole.get()) {
        builder.virtioConsole();
      }
    } catch (IllegalArgumentException full) {
      throw new Failure(ExitStatus.USAGE, full);
    }
  }

  private Machine.Builder builder() {
    try {
      return hardware.addTo(Machine.builder());
    } catch (IllegalArgumentException unsuitable) {
      throw new Failure(ExitStatus.USAGE, unsuitable);
    }
  }

  private static int write(String file, byte[] bytes) {
    try {
      Files.write(Path.of(file), bytes);
      return 0;
    } catch (IOException | InvalidPathException failure) {
      throw new Failure(ExitStatus.USAGE, "--dump-dtb: cannot write " + failure.getMessage());
    }
  }

  private BootPlan plan() {
    if (bios.get().filter(name -> !name.equals(NO_FIRMWARE) && !name.equals(BUILT_IN)).isEmpty()
        && kernel.get().isEmpty()) {
      throw new Failure(ExitStatus.USAGE, "nothing to run: name a --kernel or a --bios");
    }
    return new BootPlan(
        bios.get().map(MachineCommand::firmware).orElse(new Firmware.Automatic()),
        kernel.get().map(file -> read("--kernel", file)),
        initrd.get().map(file -> read("--initrd", file)),
        arguments.get());
  }

  private static Firmware firmware(String name) {
    return switch (name) {
      case NO_FIRMWARE -> new Firmware.None();
      case BUILT_IN -> new Firmware.BuiltIn();
      default -> new Firmware.Loaded(read("--bios", name));
    };
  }

  private static BootImage read(String option, String file) {
    try {
      Path path = Path.of(file);
      if (Files.size(path) >= Machine.Options.MOST_RAM_BYTES) {
        throw new Failure(ExitStatus.USAGE, option + ": " + file + " is larger than any memory");
      }
      return new BootImage(file, Files.readAllBytes(path));
    } catch (IOException | InvalidPathException failure) {
      throw new Failure(ExitStatus.USAGE, option + ": cannot read " + failure.getMessage());
    }
  }

  /// Loads everything, and answers what knows how a bare program has failed, if it can say so.
  private MachineSession.Verdict load(Machine machine, BootPlan plan, ByteSink console) {
    network.connect(machine);
    try {
      Optional<ElfFile> program = Loader.load(machine, plan);
      host =
          program.isPresent()
              ? HostInterface.of(program.get(), machine, machine.heardOnce(console))
              : Optional.empty();
      return this::failedTest;
    } catch (BootException | ElfException unsuitable) {
      throw new Failure(ExitStatus.NOT_EXECUTABLE, unsuitable);
    }
  }

  private OptionalLong failedTest() {
    return host.map(HostInterface::failure).orElse(OptionalLong.empty());
  }

  /// Puts `machine` where the one in `file` was.
  private MachineSession.Verdict resume(Machine machine, StateFile file, ByteSink console) {
    network.connect(machine);
    if (Boolean.parseBoolean(setting(FIRMWARE))) {
      BuiltInFirmware.attach(machine);
    }
    host =
        Optional.ofNullable(settings.get(TOHOST))
            .map(
                address ->
                    HostInterface.at(Long.parseLong(address), machine, machine.heardOnce(console)));
    StateOptions.restore(machine, file);
    return this::failedTest;
  }
}
