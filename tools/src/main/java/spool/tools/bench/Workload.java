package spool.tools.bench;

import java.util.List;
import java.util.Optional;

/// A program of `/bench` that whole processes run: on Spool, on QEMU, and on the host itself.
///
/// @param name its name in `/bench`
/// @param kind what it is about
/// @param times how often it does its work in a measurement: some seconds of Spool's time
/// @param checksum what it prints; how often it did its work if there is nothing here
record Workload(String name, Kind kind, int times, Optional<String> checksum) {
  /// What a workload is about.
  enum Kind {
    /// It computes, in integers.
    INTEGER,

    /// It computes, in doubles.
    FLOATING,

    /// It calls the kernel.
    SYSTEM,

    /// Its two processes compute, each for itself.
    PAIR;

    /// Whether it does little but compute, in one process.
    boolean isComputing() {
      return this == INTEGER || this == FLOATING;
    }
  }

  /// The one whose kinds of work are those of CoreMark.
  static final String MIX = "mix";

  /// The one whose two processes two harts can share.
  static final String PAIR = "pair";

  /// All of them, in the order in which they are shown. What computes takes QEMU ten seconds or so,
  /// which CoreMark asks for; and that for two harts is so long that a start, which they cannot
  /// share, does not count.
  static final List<Workload> ALL =
      List.of(
          computing(MIX, Kind.INTEGER, 280_000, "4ec8"),
          computing("sieve", Kind.INTEGER, 2000, "78498"),
          computing("integer", Kind.INTEGER, 50_000, "49"),
          computing("chase", Kind.INTEGER, 2400, "d0070003"),
          computing("branches", Kind.INTEGER, 6000, "724 6171"),
          computing("matrix", Kind.INTEGER, 3200, "8ac04941"),
          computing("copy", Kind.INTEGER, 10_000, "0515af2c"),
          computing("hash", Kind.INTEGER, 48_000, "4348e3b9 251"),
          computing("sort", Kind.INTEGER, 1400, "d7b86cb8"),
          computing("compress", Kind.INTEGER, 4800, "22838 ac2d9814"),
          computing("interpret", Kind.INTEGER, 3600, "6765"),
          computing("linear", Kind.FLOATING, 3200, "cf0149e0"),
          computing("nbody", Kind.FLOATING, 10_000, "-0.169087605"),
          computing("fft", Kind.FLOATING, 6000, "5:3.000 64:2.000 1000:0.500"),
          calling("getppid", 4_000_000),
          calling("fork", 400),
          calling("spawn", 100),
          calling("thread", 12_000),
          calling("pingpong", 960_000),
          calling("pipe", 400_000),
          calling("futex", 960_000),
          calling("message", 480_000),
          new Workload(PAIR, Kind.PAIR, 2400, Optional.of("17984")));

  private static Workload computing(String name, Kind kind, int times, String checksum) {
    return new Workload(name, kind, times, Optional.of(checksum));
  }

  private static Workload calling(String name, int times) {
    return new Workload(name, Kind.SYSTEM, times, Optional.empty());
  }

  /// Its path in the guest.
  String path() {
    return "/bench/" + name;
  }

  /// The same with so small a part of the work.
  Workload part(int part) {
    return new Workload(name, kind, Math.max(1, times / part), checksum);
  }

  /// Whether it executes its own file, again and again.
  boolean executesItself() {
    return name.equals("spawn");
  }

  /// What it prints when it does its work so often.
  String expected(int often) {
    return checksum.orElseGet(() -> Integer.toString(often));
  }
}
