package spool.kernel.driver;

import java.util.Locale;

/// The orders in which disks can serve their requests.
public enum DiskScheduling {
  /// First come, first served.
  FCFS,
  /// The nearest first.
  SSTF,
  /// Up and down.
  SCAN,
  /// Up, and up again from the lowest.
  CLOOK;

  /// A new order of this kind, for one disk.
  public RequestOrder order() {
    return switch (this) {
      case FCFS -> new FirstComeFirstServed();
      case SSTF -> new ShortestSeekFirst();
      case SCAN -> new Scan();
      case CLOOK -> new CircularLook();
    };
  }

  /// As the command line has it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
