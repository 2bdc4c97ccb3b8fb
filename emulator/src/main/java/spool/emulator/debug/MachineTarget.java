package spool.emulator.debug;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import spool.emulator.debug.RegisterGroup.Register;
import spool.emulator.hart.ControlRegister;
import spool.emulator.hart.ControlRegisters;
import spool.emulator.hart.Hart;
import spool.emulator.hart.Privilege;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Moment;
import spool.emulator.machine.Outcome;
import spool.emulator.machine.Recording;
import spool.emulator.memory.PhysicalMemory;

/// The bare machine: its harts are the threads, numbered from 1 on, and memory is what the present
/// translation of a hart shows of RAM. Device registers are not to be seen, as reading them changes
/// them.
///
/// While a debugger is there, the run of harts that take turns is recorded, and can be taken back:
/// by what a hart has done last, or to the last place where a point is met. A breakpoint is met in
/// front of its instruction, and on the way back so is a watchpoint: there the memory is as it was
/// before.
///
/// Harts side by side may come to several points at once; the debugger is told of one after the
/// other, and nothing runs in between.
///
/// Invariant: as long as no hart is held back and nothing is written, the run of harts that take
/// turns is the one without a debugger, to the instruction.
public final class MachineTarget extends HartsTarget {
  private static final int X_COUNT = 32;
  private static final String BEGINNING = "replaylog:begin;";
  private static final String HELP =
      """
      monitor time              virtual time in cycles
      monitor harts             what each hart does
      monitor physical ADDRESS  where ADDRESS is in physical memory, for the hart that stopped last
      """;

  private final List<RegisterGroup> registers;
  private final List<ControlRegister> controls = ControlRegisters.all();
  private Optional<Recording> recording = Optional.empty();

  /// How the run has ended, while there is more to tell.
  private Optional<Outcome> end = Optional.empty();

  private boolean isAttached;
  private int current = 1;

  /// The target for `machine`, which has not run yet.
  public MachineTarget(Machine machine) {
    super(machine, hart -> true);
    registers =
        List.of(
            RiscvRegisters.integers(),
            RiscvRegisters.floatingPoint(),
            controlRegisters(),
            new RegisterGroup(
                "org.gnu.gdb.riscv.virtual",
                List.of(new Register(RiscvRegisters.PRIVILEGE, "priv", Long.SIZE, "int"))));
  }

  /// Those of floating point are with its registers.
  private RegisterGroup controlRegisters() {
    return new RegisterGroup(
        "org.gnu.gdb.riscv.csr",
        controls.stream()
            .filter(each -> each.number() + RiscvRegisters.CSR > RiscvRegisters.FCSR)
            .map(MachineTarget::describe)
            .toList());
  }

  private static Register describe(ControlRegister register) {
    return new Register(RiscvRegisters.CSR + register.number(), register.name(), Long.SIZE, "int");
  }

  @Override
  public Optional<Outcome> begin() {
    return Optional.empty();
  }

  @Override
  public void attach() {
    isAttached = true;
    recording = machine.isParallel() ? Optional.empty() : Optional.of(machine.record());
  }

  @Override
  public void release() {
    heedPoints(false);
    recording.ifPresent(Recording::close);
    heedPoints(true);
    recording = Optional.empty();
    isAttached = false;
    super.release();
  }

  private Recording recorded() {
    return recording.orElseThrow(() -> new RefusedException("nobody is attached"));
  }

  private static int thread(Hart hart) {
    return hart.id() + 1;
  }

  private Hart hart(int thread) {
    if (thread < 1 || thread > machine.harts().size()) {
      throw new RefusedException("no thread " + thread);
    }
    return machine.harts().get(thread - 1);
  }

  @Override
  public List<GuestThread> threads() {
    return machine.harts().stream()
        .map(hart -> new GuestThread(thread(hart), "hart " + hart.id(), state(hart)))
        .toList();
  }

  private static String state(Hart hart) {
    return hart.isParked() ? "waits for an interrupt" : "runs in mode " + hart.privilege();
  }

  @Override
  public int current() {
    return current;
  }

  @Override
  public List<RegisterGroup> registers() {
    return registers;
  }

  @Override
  public long register(int thread, int number) {
    Hart hart = hart(thread);
    if (number < X_COUNT) {
      return hart.x[number];
    }
    return switch (number) {
      case RiscvRegisters.PC -> hart.pc();
      case RiscvRegisters.PRIVILEGE -> hart.privilege().encoding();
      default ->
          number < RiscvRegisters.F0 + hart.f.length
              ? hart.f[number - RiscvRegisters.F0]
              : control(number).read(hart);
    };
  }

  private ControlRegister control(int number) {
    return controls.stream()
        .filter(each -> each.number() == number - RiscvRegisters.CSR)
        .findFirst()
        .orElseThrow(() -> new RefusedException("no register " + number));
  }

  @Override
  public void register(int thread, int number, long value) {
    Hart hart = hart(thread);
    change(() -> write(hart, number, value));
  }

  private void change(Runnable action) {
    recording.ifPresentOrElse(run -> run.change(action), action);
  }

  private void write(Hart hart, int number, long value) {
    if (number < X_COUNT) {
      hart.x[number] = number == 0 ? 0 : value;
    } else if (number == RiscvRegisters.PC) {
      hart.pc(value & ~1L);
    } else if (number == RiscvRegisters.PRIVILEGE) {
      hart.privilege(privilege(value));
    } else if (number < RiscvRegisters.F0 + hart.f.length) {
      hart.f[number - RiscvRegisters.F0] = value;
    } else {
      control(number).write(hart, value);
    }
  }

  private static Privilege privilege(long encoding) {
    for (Privilege each : Privilege.values()) {
      if (each.encoding() == encoding) {
        return each;
      }
    }
    throw new RefusedException("no privilege " + encoding);
  }

  @Override
  public byte[] read(int thread, long address, int length) {
    Hart hart = hart(thread);
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      OptionalLong physical = inRam(hart, address + done);
      if (physical.isEmpty()) {
        break;
      }
      int chunk = Math.min(length - done, leftOfPage(address + done));
      machine.bus().memory().read(physical.getAsLong(), bytes, done, chunk);
      done += chunk;
    }
    if (done == 0) {
      throw new RefusedException("no memory at 0x" + Long.toHexString(address));
    }
    return Arrays.copyOf(bytes, done);
  }

  private OptionalLong inRam(Hart hart, long address) {
    OptionalLong physical = hart.find(address);
    boolean isRam =
        physical.isPresent() && machine.bus().memory().contains(physical.getAsLong(), 1);
    return isRam ? physical : OptionalLong.empty();
  }

  private static int leftOfPage(long address) {
    return PhysicalMemory.FRAME_BYTES - Math.floorMod(address, PhysicalMemory.FRAME_BYTES);
  }

  @Override
  public void write(int thread, long address, byte[] bytes) {
    Hart hart = hart(thread);
    byte[] written = bytes.clone();
    change(() -> write(hart, address, written));
  }

  private void write(Hart hart, long address, byte[] bytes) {
    for (int done = 0; done < bytes.length; done += leftOfPage(address + done)) {
      long wanted = address + done;
      if (inRam(hart, wanted).isEmpty()) {
        throw new RefusedException("no memory at 0x" + Long.toHexString(wanted));
      }
    }
    for (int done = 0; done < bytes.length; ) {
      int chunk = Math.min(bytes.length - done, leftOfPage(address + done));
      long physical = inRam(hart, address + done).orElseThrow();
      machine.bus().memory().write(physical, bytes, done, chunk);
      done += chunk;
    }
    machine.harts().forEach(Hart::clearReservation);
  }

  @Override
  public Stop resume(Moves moves) {
    if (isAttached) {
      Optional<Stop> overdue = overdue(moves);
      if (overdue.isPresent()) {
        return overdue.get();
      }
      set(moves);
    }
    return run(() -> stop(moves));
  }

  @Override
  protected Outcome go() {
    return end.orElseGet(() -> recording.map(Recording::run).orElseGet(machine::run));
  }

  /// What harts met before another one ended the run comes first.
  @Override
  protected Stop over(Outcome outcome) {
    Optional<Stop> news = first(machine.harts(), HartTriggers::news);
    end = Optional.of(outcome);
    return news.orElseGet(() -> super.over(outcome));
  }

  private void set(Moves moves) {
    for (Hart hart : moving(moves)) {
      if (isStep(moves, hart)) {
        triggers(hart).step();
      } else {
        triggers(hart).goOn();
      }
    }
    Set<Hart> held = new HashSet<>(machine.harts());
    held.removeAll(moving(moves));
    hold(Set.copyOf(held));
  }

  private static boolean isStep(Moves moves, Hart hart) {
    return moves.of(thread(hart)).kind() == Move.Kind.STEP;
  }

  private void hold(Set<Hart> held) {
    recording.ifPresentOrElse(run -> run.hold(held), () -> machine.hold(held));
  }

  /// Those that are to go on, beginning behind the one that stopped last, so that none that always
  /// stops keeps the others from being told of.
  private List<Hart> moving(Moves moves) {
    int count = machine.harts().size();
    return IntStream.range(current, current + count)
        .mapToObj(number -> machine.harts().get(number % count))
        .filter(hart -> moves.of(thread(hart)).kind() != Move.Kind.HOLD)
        .toList();
  }

  /// What a hart that is to go on has met and nobody was told of.
  private Optional<Stop> overdue(Moves moves) {
    return first(moving(moves), HartTriggers::overdue);
  }

  private Optional<Stop> first(List<Hart> harts, Function<HartTriggers, Optional<Point>> met) {
    return harts.stream()
        .flatMap(hart -> met.apply(triggers(hart)).map(point -> at(hart, point)).stream())
        .findFirst();
  }

  /// Why the machine was paused; for nothing, if a step is to go on.
  private Optional<Stop> stop(Moves moves) {
    List<Hart> moving = moving(moves);
    for (Hart hart : moving) {
      Optional<Point> met = triggers(hart).news();
      if (met.isPresent()) {
        return Optional.of(at(hart, met.get()));
      }
      if (hart.isPaused() && !moves.of(thread(hart)).goesOnAt(hart.pc())) {
        return Optional.of(at(Stop.SIGTRAP, hart, ""));
      }
    }
    boolean isHolding = moving.size() < machine.harts().size();
    boolean isStuck = isHolding && moving.stream().noneMatch(Hart::isPaused);
    if (isInterrupted() || isStuck) {
      return Optional.of(at(Stop.SIGINT, hart(current), ""));
    }
    moving.stream().filter(Hart::isPaused).forEach(hart -> triggers(hart).step());
    return Optional.empty();
  }

  @Override
  public boolean isReversible() {
    return !machine.isParallel();
  }

  @Override
  public Stop reverse(int thread, boolean isStep) {
    WayBack back = new WayBack(machine, recorded(), triggers(), this::heedPoints);
    Hart hart = hart(thread);
    return isStep ? stop(back.step(hart), hart) : continueBack(back);
  }

  private Stop continueBack(WayBack back) {
    Recording run = recorded();
    Moment start = run.now();
    Optional<WayBack.Meeting> met = back.toPoint(this::isInterrupted);
    if (isInterrupted()) {
      run.goTo(start);
      return at(Stop.SIGINT, hart(current), "");
    }
    return met.map(found -> at(found.hart(), found.point()))
        .orElseGet(() -> stop(false, hart(current)));
  }

  private Stop.At stop(boolean isThere, Hart hart) {
    return at(Stop.SIGTRAP, hart, isThere ? "" : BEGINNING);
  }

  private Stop at(Hart hart, Point point) {
    triggers(hart).tell();
    return at(Stop.SIGTRAP, hart, point.report());
  }

  private Stop.At at(int signal, Hart hart, String detail) {
    current = thread(hart);
    return new Stop.At(signal, current, detail);
  }

  @Override
  public String command(String text) {
    List<String> words = new ArrayList<>(List.of(text.split("\\s+")));
    return switch (words.removeFirst()) {
      case "time" -> "%d cycles\n".formatted(now());
      case "harts" -> machine.harts().stream().map(this::line).collect(Collectors.joining());
      case "physical" -> words.size() == 1 ? physical(words.getFirst()) : HELP;
      default -> HELP;
    };
  }

  /// The clock of the hart that stopped is ahead of the machine's inside a slice.
  private long now() {
    return Math.max(machine.now(), hart(current).cycles());
  }

  private String line(Hart hart) {
    return "hart %d at 0x%x in cycle %d: %s\n"
        .formatted(hart.id(), hart.pc(), hart.cycles(), state(hart));
  }

  private String physical(String text) {
    try {
      long address = Long.decode(text);
      OptionalLong found = hart(current).find(address);
      return found.isPresent() ? "0x%x\n".formatted(found.getAsLong()) : "nowhere\n";
    } catch (NumberFormatException _) {
      return "'%s' is no address\n".formatted(text);
    }
  }
}
