package spool.emulator.translate;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import spool.emulator.exec.CodeFrame.Instruction;
import spool.emulator.exec.CodePages;
import spool.emulator.exec.Region;
import spool.emulator.exec.RegionEntry;
import spool.emulator.exec.RegionPlan;
import spool.emulator.exec.Translator;
import spool.emulator.hart.PageWindow;
import spool.emulator.hart.RamView;
import spool.emulator.isa.Decoded;
import spool.emulator.memory.PhysicalMemory;

/// Translates regions in the background.
///
/// What a region is made of is read at once, by the thread that executes; another one makes a class
/// of it, and execution enters it when it is finished. When that is depends on the host, and
/// nothing else does: a region does what the interpreter does, and counts as it counts.
public final class RegionTranslator implements Translator {
  /// The size of a region in bytes of bytecode, about: HotSpot takes more than its share of time
  /// for a longer one.
  private static final int MOST_BYTES = 4_500;

  /// What C2 takes for an instruction is the time in which some 300,000 are interpreted.
  private static final int HOT = 20_000;

  /// After so many regions, what another one is to be made of must be executed twice as often,
  /// after twice as many three times as often: execution goes to so many places that compilers
  /// would take more time than they save.
  private static final int FEW = 16;

  /// But never more than so many times as often.
  private static final int MOST_FACTOR = 16;

  /// What is executed as often as one time in so many that a block is before it is hot is often.
  private static final int OFTEN = 100;

  private static final int STACK_POINTER = 2;

  private static final int IDLE_SECONDS = 1;

  private final PhysicalMemory memory;

  /// For the background thread alone.
  private final Views views;

  private final ConcurrentLinkedQueue<Translation> finished = new ConcurrentLinkedQueue<>();
  private final int hot;

  /// How many regions were begun, by the thread that executes.
  private int made;

  private final Executor background;

  /// A translator of what was executed `hot` times in `memory`, which works by `background`.
  RegionTranslator(PhysicalMemory memory, int hot, Executor background) {
    this.memory = memory;
    views = Views.of(RamView.of(memory));
    this.hot = hot;
    this.background = background;
  }

  /// A translator of what is in `memory`, which works on a thread of its own while there is work.
  public RegionTranslator(PhysicalMemory memory) {
    this(
        memory,
        HOT,
        new ThreadPoolExecutor(
            0,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            RegionTranslator::thread));
  }

  private static Thread thread(Runnable work) {
    return Thread.ofPlatform().daemon().name("spool-translator").unstarted(work);
  }

  @Override
  public int hot() {
    return hot * Math.min(1 + made / FEW, MOST_FACTOR);
  }

  @Override
  public void translate(CodePages pages, int offset, boolean inexact) {
    Selection selection = Selection.of(pages, offset, MOST_BYTES, Math.max(1, hot / OFTEN));
    if (!selection.entries().isEmpty()) {
      made++;
      pages.cover(selection.instructions().values());
      RegionPlan plan =
          new RegionPlan(
              offset,
              pages.pages(selection.instructions().values()),
              wandering(pages, offset, selection),
              inexact);
      RamView ram = RamView.of(memory);
      background.execute(() -> finished.add(translation(selection, plan, ram)));
    }
  }

  @Override
  public Optional<Translation> finished() {
    return Optional.ofNullable(finished.poll());
  }

  private static Set<Integer> wandering(CodePages pages, int seed, Selection selection) {
    boolean isRoaming = pages.first().isRoaming(seed);
    return selection.instructions().values().stream()
        .filter(each -> pages.wanders(each.offset()) || (isRoaming && isOffTheStack(each)))
        .map(Instruction::offset)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Whether an instruction is an access by another register than the stack pointer.
  private static boolean isOffTheStack(Instruction instruction) {
    long decoded = instruction.decoded();
    return Signature.of(decoded).isAccess() && Decoded.rs1((int) decoded) != STACK_POINTER;
  }

  private Translation translation(Selection selection, RegionPlan plan, RamView ram) {
    Graph graph = new Graph(selection);
    byte[] classFile = RegionWriter.write(graph, plan, ram, views);
    if (RegionWriter.isTooLarge(classFile)) {
      return translation(selection.half(), plan, ram);
    }
    Region region = define(classFile, ram.ram());
    List<RegionEntry> entries =
        graph.entries().stream()
            .map(entry -> new RegionEntry(region, entry.offset(), entry.need(), plan))
            .toList();
    return new Translation(plan, entries, graph.exits());
  }

  /// Makes a region, which sees the private parts of [PageWindow], with `ram` as a constant.
  private static Region define(byte[] classFile, Object ram) {
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.privateLookupIn(PageWindow.class, MethodHandles.lookup())
              .defineHiddenClassWithClassData(
                  classFile, ram, true, MethodHandles.Lookup.ClassOption.NESTMATE);
      MethodHandle constructor =
          lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class));
      return (Region) constructor.invoke();
    } catch (Throwable e) {
      throw new IllegalStateException("a region cannot be made", e);
    }
  }
}
