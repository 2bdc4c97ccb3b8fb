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

  /// All of them, in the order in which they are shown.
  static final List<Workload> ALL =
      List.of(
          computing("mix", Kind.INTEGER, 20_000, "4ec8"),
          computing("sieve", Kind.INTEGER, 300, "78498"),
          computing("integer", Kind.INTEGER, 1000, "49"),
          computing("chase", Kind.INTEGER, 500, "d0070003"),
          computing("branches", Kind.INTEGER, 100, "724 6171"),
          computing("matrix", Kind.INTEGER, 500, "8ac04941"),
          computing("copy", Kind.INTEGER, 2000, "0515af2c"),
          computing("hash", Kind.INTEGER, 2000, "4348e3b9 251"),
          computing("sort", Kind.INTEGER, 200, "d7b86cb8"),
          computing("compress", Kind.INTEGER, 200, "22838 ac2d9814"),
          computing("interpret", Kind.INTEGER, 1000, "6765"),
          computing("linear", Kind.FLOATING, 300, "cf0149e0"),
          computing("nbody", Kind.FLOATING, 200, "-0.169087605"),
          computing("fft", Kind.FLOATING, 200, "5:3.000 64:2.000 1000:0.500"),
          calling("getppid", 5_000_000),
          calling("fork", 3000),
          calling("spawn", 1000),
          calling("thread", 10_000),
          calling("pingpong", 100_000),
          calling("pipe", 20_000),
          calling("futex", 100_000),
          calling("message", 100_000),
          new Workload("pair", Kind.PAIR, 1000, Optional.of("17984")));

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

  /// What it prints when it does its work so often.
  String expected(int often) {
    return checksum.orElseGet(() -> Integer.toString(often));
  }
}
