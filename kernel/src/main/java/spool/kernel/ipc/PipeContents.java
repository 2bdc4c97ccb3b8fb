package spool.kernel.ipc;

import java.util.ArrayDeque;
import spool.kernel.abi.Errno;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.IoBuffer;

/// What is in a pipe: bytes, and among them packets, each of which one read takes whole or loses
/// the rest of (pipe2(2), `O_DIRECT`).
///
/// A packet takes the room of a page however short it is, as on Linux, so that the number of
/// packets is bounded too. Linux lets a packet that follows bytes on one page become one with them;
/// here it stays a packet.
final class PipeContents {
  /// Where a packet is, counted in bytes from the first that was ever in the pipe.
  private record Packet(long start, int length) {
    int padding() {
      return PipePages.BYTES - length;
    }
  }

  private final ByteQueue bytes = new ByteQueue(PipePages.BYTES);
  private final ArrayDeque<Packet> packets = new ArrayDeque<>();
  private long removed;
  private int padding;

  int capacity() {
    return bytes.capacity();
  }

  /// Changes the capacity to one that is not below what is in use.
  void capacity(int wanted) {
    bytes.capacity(wanted);
  }

  /// How many bytes could be read.
  int size() {
    return bytes.size();
  }

  /// How much of the capacity is in use.
  int used() {
    return bytes.size() + padding;
  }

  /// How many bytes may be added, or packets of a page each.
  int room() {
    return capacity() - used();
  }

  void clear() {
    removed += bytes.size();
    bytes.clear();
    packets.clear();
    padding = 0;
  }

  /// Takes up to `count` bytes, for which there is room, from `source`.
  void add(IoBuffer source, int count) {
    bytes.add(source, count);
  }

  /// Takes the next packet, for which there is room, from `source`: a page of it at most. Fails
  /// with `EFAULT` unless all of the packet can be read.
  void addPacket(IoBuffer source) {
    byte[] data = new byte[(int) Math.min(source.remaining(), PipePages.BYTES)];
    int taken = source.take(data, 0, data.length);
    demandWhole(source, taken, data.length);
    Packet packet = new Packet(removed + bytes.size(), data.length);
    bytes.add(new ArrayBuffer(data), data.length);
    packets.add(packet);
    padding += packet.padding();
  }

  private static void demandWhole(IoBuffer buffer, int moved, int wanted) {
    if (moved < wanted) {
      buffer.skip(-moved);
      throw Errno.EFAULT.failure();
    }
  }

  /// Gives `target` as much as it takes, up to the end of the first packet.
  void remove(IoBuffer target) {
    long loose = packets.isEmpty() ? bytes.size() : packets.getFirst().start - removed;
    if (loose > 0) {
      removed += bytes.remove(target, (int) loose);
    }
    boolean reachesPacket = !packets.isEmpty() && packets.getFirst().start == removed;
    if (reachesPacket && target.remaining() > 0) {
      removePacket(target, packets.getFirst());
    }
  }

  private void removePacket(IoBuffer target, Packet packet) {
    int wanted = (int) Math.min(packet.length, target.remaining());
    demandWhole(target, target.put(bytes.first(packet.length), 0, wanted), wanted);
    bytes.drop(packet.length);
    packets.removeFirst();
    removed += packet.length;
    padding -= packet.padding();
  }
}
