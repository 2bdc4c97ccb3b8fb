package spool.emulator.debug;

import java.util.List;
import java.util.Optional;
import spool.emulator.machine.Outcome;

/// What a debugger is attached to: threads with registers, and memory.
///
/// Everything but [#interrupt] is called by the machine's thread, and nothing runs but in [#resume]
/// and [#reverse]. Requests for what there is not throw [RefusedException].
public interface Target {
  /// Runs to where a debugger is to find the target, before it is there. Answers an end that comes
  /// before.
  Optional<Outcome> begin();

  /// Makes the target stop for whatever interests a debugger, which has come.
  void attach();

  /// The threads; at least one as long as the run is not over.
  List<GuestThread> threads();

  /// The thread that stopped last.
  int current();

  /// Which registers a thread has.
  List<RegisterGroup> registers();

  /// Reads a register by its number.
  long register(int thread, int number);

  /// Writes a register.
  void register(int thread, int number, long value);

  /// As many of `length` bytes from `address` on as there are, in the memory that `thread` sees.
  byte[] read(int thread, long address, int length);

  /// Writes all of `bytes`, or nothing.
  void write(int thread, long address, byte[] bytes);

  /// Stops threads at `point` from now on.
  void add(Point point);

  /// Does not stop threads at `point` any more.
  void remove(Point point);

  /// Makes sure that [#resume] does not return at once for an earlier [#interrupt].
  void prepare();

  /// Runs, until a thread stops.
  Stop resume(Moves moves);

  /// Lets [#resume] return soon. Any thread may call it.
  void interrupt();

  /// Whether the target can go back.
  boolean isReversible();

  /// Goes back by one instruction of `thread`, or to the last point that was met.
  Stop reverse(int thread, boolean isStep);

  /// Executes a command of the user's, and answers what to show.
  String command(String text);

  /// Makes the target run as if there were no debugger.
  void release();
}
