package spool.kernel.process;

/// What the kernel's work costs, in cycles of virtual time (1 cycle = 1 ns): the kernel itself is
/// Java and executes no guest instruction, so its time has to be stated.
///
/// Values are of the order that Linux shows on processors of 1 to 2.5 GHz. Each names its source;
/// "set" marks one that has none and was chosen to stand in proportion to the others.
///
/// @param trap entry and exit of the kernel, half of which is charged at each. A null system call
///   costs 75 ns on x86-64 (answers to chapter 6 of "Operating Systems: Three Easy Pieces",
///   github.com/xxyzz/ostep-hw, issue 19), 110 ns on a 2.5 GHz Loongson (UnixBench, five calls per
///   loop, github.com/deepin-community/kernel, pull request 1169).
/// @param contextSwitch from one task to another: lmbench `lat_ctx` with two processes of size 0
///   gives 1.02 microseconds (the same issue 19)
/// @param pageFault resolving a fault whose page needs no filling, above the trap; set
/// @param pageCopy filling a 4096-byte frame with a copy, 8 bytes per cycle; set
/// @param pageClear filling a frame with zeros, 16 bytes per cycle; set
/// @param thread making a task inside a process; set, as a tenth of a process
/// @param process making a process, without its page tables and copies: with exit and wait it takes
///   97 microseconds (UnixBench "Process Creation", the same pull request), of which half is
///   counted here and the rest is pages and switches
/// @param exec replacing the program, without the pages that it touches: 210 microseconds with them
///   (UnixBench "Execl Throughput", the same)
/// @param exit taking a process apart; set, as a quarter of making one
/// @param interrupt acknowledging an interrupt, above the trap; set
public record CostModel(
    long trap,
    long contextSwitch,
    long pageFault,
    long pageCopy,
    long pageClear,
    long thread,
    long process,
    long exec,
    long exit,
    long interrupt) {
  /// The values that the sources above give.
  public static final CostModel STANDARD =
      new CostModel(100, 1_000, 400, 512, 256, 5_000, 48_000, 120_000, 12_000, 200);

  /// Everything for nothing: time passes by instructions alone.
  public static final CostModel FREE = new CostModel(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
}
