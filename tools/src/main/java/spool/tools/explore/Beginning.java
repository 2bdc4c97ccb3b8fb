package spool.tools.explore;

import java.io.IOException;
import java.io.OutputStream;

/// Passes the first bytes on and drops the rest, so that a guest cannot fill the host's memory.
final class Beginning extends OutputStream {
  private final OutputStream target;
  private int room;

  Beginning(OutputStream target, int room) {
    this.target = target;
    this.room = room;
  }

  @Override
  public void write(int value) throws IOException {
    if (room > 0) {
      target.write(value);
      room--;
    }
  }
}
