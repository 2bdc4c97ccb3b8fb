package spool.kernel.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/// Writes each event as a line: virtual time in cycles, hart, task, kind, details.
public final class TraceWriter implements TraceSink {
  private final Appendable out;

  /// A writer to `out`, whose failures become [UncheckedIOException].
  public TraceWriter(Appendable out) {
    this.out = out;
  }

  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public void event(long time, int hart, int tid, Kind kind, String details) {
    try {
      out.append(line(time, hart, tid, kind, details));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String line(long time, int hart, int tid, Kind kind, String details) {
    String place = hart == NO_HART ? "-" : Integer.toString(hart);
    String name = kind.name().toLowerCase(Locale.ROOT);
    return time + " " + place + " " + tid + " " + name + " " + details + "\n";
  }
}
