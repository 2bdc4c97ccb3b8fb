package spool.kernel.process;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.OpenFlags;
import spool.kernel.exec.ProgramSymbols;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.Location;

/// Where a task is in its program: the function, its caller, the caller's caller and so on.
///
/// **Finding callers.** A function with a frame keeps its caller's address 8 bytes below `s0`, and
/// the caller's `s0` below that (RISC-V psABI, frame pointer convention). A leaf function has no
/// frame: its caller's address is in `ra` and `s0` is its caller's. Whether a function is one
/// cannot be seen, but if it is not, `ra` is what it keeps too, or was left by a call that it has
/// made itself; so `ra` counts if it is in another function and not the one kept. Programs built
/// without frame pointers have anything in `s0`: the walk ends at the first frame that is not above
/// the one before in the same stack, or whose address is in no function. Without a single frame the
/// top of the stack is searched for addresses behind calls, which are shown with a question mark:
/// they may be left over from calls that have returned.
///
/// Nothing is trusted and nothing is changed: memory that is not there is not brought in.
public final class CallChain {
  private static final int S0 = 8;
  private static final int MOST_CALLERS = 16;
  private static final int MOST_GUESSES = 4;
  private static final String GUESS = "? ";
  private static final int SEARCHED_BYTES = 1024;

  /// `jal ra` and `jalr ra` in the bits without the destination of the jump, `c.jalr` without the
  /// register.
  private static final int JAL_RA = 0x0ef;

  private static final int JALR_RA = 0x00e7;
  private static final int C_JALR = 0x9002;

  /// As far as one frame can be above the one before.
  private static final long MOST_FRAME_BYTES = 1 << 20;

  private final ProgramSymbols symbols;
  private final List<Long> places = new ArrayList<>();
  private final List<String> guesses = new ArrayList<>();

  private CallChain(ProgramSymbols symbols) {
    this.symbols = symbols;
  }

  /// Where `task`, which has not ended, is; `symbols` are its program's.
  public static CallChain of(Task task, ProgramSymbols symbols) {
    CallChain chain = new CallChain(symbols);
    chain.walk(task);
    return chain;
  }

  /// The names of the program that `task`, which has not ended, executes.
  public static ProgramSymbols symbols(Task task) {
    return task.process().executable().map(file -> symbols(task, file)).orElse(ProgramSymbols.NONE);
  }

  private static ProgramSymbols symbols(Task task, Location file) {
    try {
      FileDescription description = file.inode().open(file, OpenFlags.O_RDONLY, task);
      try {
        return description
            .memory()
            .map(contents -> ProgramSymbols.of(contents, task.memory()))
            .orElse(ProgramSymbols.NONE);
      } finally {
        description.release();
      }
    } catch (ErrnoException unreadable) {
      return ProgramSymbols.NONE;
    }
  }

  private void walk(Task task) {
    long[] x = task.integers();
    places.add(task.pc());
    long frame = x[S0];
    boolean hasFrame = isFrame(task, x[Registers.SP], frame);
    long returning = x[Registers.RA];
    boolean isKept = hasFrame && returning == kept(task, frame, Long.BYTES);
    if (!isKept && isCode(returning) && !function(returning).equals(function(task.pc() + 1))) {
      places.add(returning);
    }
    if (!hasFrame) {
      guess(task, x[Registers.SP] & -Long.BYTES);
    }
    while (hasFrame && places.size() <= MOST_CALLERS) {
      places.add(kept(task, frame, Long.BYTES));
      long above = kept(task, frame, 2 * Long.BYTES);
      hasFrame = isFrame(task, frame, above);
      frame = above;
    }
  }

  private void guess(Task task, long stack) {
    String last = function(places.getLast());
    for (long at = stack;
        at < stack + SEARCHED_BYTES && guesses.size() < MOST_GUESSES;
        at += Long.BYTES) {
      long value = task.memory().peek(at).orElse(0);
      if (isCode(value) && isBehindCall(task, value) && !function(value).equals(last)) {
        last = function(value);
        guesses.add(last);
      }
    }
  }

  /// Whether before `address` there is a `jal` or `jalr` that links to `ra`, or a `c.jalr`.
  private static boolean isBehindCall(Task task, long address) {
    long four = parcel(task, address - 4) | parcel(task, address - 2) << Short.SIZE;
    boolean isCall = (four & 0xfff) == JAL_RA || (four & 0x7fff) == JALR_RA;
    return address % 2 == 0 && (isCall || (four >>> Short.SIZE & 0xf07f) == C_JALR);
  }

  private static long parcel(Task task, long address) {
    long eight = task.memory().peek(address & -Long.BYTES).orElse(0);
    return eight >>> (address % Long.BYTES * Byte.SIZE) & 0xffff;
  }

  /// Whether a frame can end at `frame` when what is below it begins at `below`.
  private boolean isFrame(Task task, long below, long frame) {
    return frame > below
        && frame - below <= MOST_FRAME_BYTES
        && task.memory().peek(frame - 2 * Long.BYTES).isPresent()
        && isCode(kept(task, frame, Long.BYTES));
  }

  private static long kept(Task task, long frame, long distance) {
    OptionalLong value = task.memory().peek(frame - distance);
    return value.orElse(0);
  }

  private boolean isCode(long returning) {
    return symbols.function(returning - 1).isPresent();
  }

  /// A call that does not return may be a function's last instruction: what counts is the place
  /// before the one that it would return to.
  private String function(long returning) {
    return symbols.function(returning - 1).orElse("");
  }

  /// Whether there are names of functions to show.
  boolean isNamed() {
    return places.size() > 1 || symbols.function(places.getFirst()).isPresent();
  }

  /// The place in the innermost function, and the functions that called it, joined by `<`.
  String exactText() {
    return String.join(" < ", names(symbols.code(places.getFirst())));
  }

  /// The functions, innermost first and joined by `<`, without those at the beginning that belong
  /// to the system (and, as in [#exactText], those at the end): whose names begin with an
  /// underscore, and the system call itself.
  public String text() {
    List<String> names = names(symbols.function(places.getFirst()).orElseGet(this::number));
    int first = 0;
    while (first < names.size() - 1 && isOfSystem(names.get(first))) {
      first++;
    }
    return String.join(" < ", names.subList(first, names.size()));
  }

  private String number() {
    return "0x" + Long.toHexString(places.getFirst());
  }

  private List<String> names(String innermost) {
    List<String> names = new ArrayList<>(List.of(innermost));
    places.stream().skip(1).map(this::function).forEach(names::add);
    guesses.stream().map(name -> GUESS + name).forEach(names::add);
    while (names.size() > 1 && isOfSystem(names.getLast())) {
      names.removeLast();
    }
    return names;
  }

  private static boolean isOfSystem(String shown) {
    String name = shown.startsWith(GUESS) ? shown.substring(GUESS.length()) : shown;
    return name.startsWith("_") || name.equals("syscall");
  }
}
