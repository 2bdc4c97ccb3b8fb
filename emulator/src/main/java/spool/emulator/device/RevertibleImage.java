package spool.emulator.device;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import spool.emulator.state.Exchange;
import spool.emulator.state.StateException;
import spool.emulator.state.Stateful;

/// A disk whose contents go back with the machine when its run is taken back: whatever a write
/// replaces is kept, and put back again.
///
/// The contents are always those that the guest sees, so a run that ends in the past leaves the
/// disk of that moment.
public final class RevertibleImage implements DiskImage {
  /// What a write has replaced.
  private static final class Replaced {
    final long sector;
    final byte[] bytes;

    Replaced(long sector, byte[] bytes) {
      this.sector = sector;
      this.bytes = bytes;
    }
  }

  private final DiskImage image;
  private final List<Replaced> replaced = new ArrayList<>();
  private boolean isKeeping;

  /// The disk with the contents `image`.
  public RevertibleImage(DiskImage image) {
    this.image = image;
  }

  /// A part of the machine's state, with which the contents go back from now on. What is replaced
  /// takes memory from then on.
  public Stateful history() {
    isKeeping = true;
    return this::revert;
  }

  /// So many writes have been done; those after them are undone.
  private void revert(Exchange exchange) {
    int count = exchange.index(replaced.size(), replaced.size() + 1);
    try {
      while (replaced.size() > count) {
        Replaced last = replaced.removeLast();
        image.write(last.sector, last.bytes, 0, last.bytes.length);
      }
    } catch (IOException failure) {
      throw new StateException("a disk cannot be taken back: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void write(long sector, byte[] source, int offset, int length) throws IOException {
    if (isKeeping) {
      byte[] before = new byte[length];
      image.read(sector, before, 0, length);
      replaced.add(new Replaced(sector, before));
    }
    image.write(sector, source, offset, length);
  }

  @Override
  public long sectors() {
    return image.sectors();
  }

  @Override
  public boolean isReadOnly() {
    return image.isReadOnly();
  }

  @Override
  public void read(long sector, byte[] target, int offset, int length) throws IOException {
    image.read(sector, target, offset, length);
  }

  @Override
  public void flush() throws IOException {
    image.flush();
  }

  @Override
  public void exchange(Exchange exchange) {
    image.exchange(exchange);
  }
}
