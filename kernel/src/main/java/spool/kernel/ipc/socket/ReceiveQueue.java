package spool.kernel.ipc.socket;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Optional;
import spool.kernel.sync.WaitQueue;

/// What has arrived at a socket and waits to be received.
final class ReceiveQueue {
  /// `net.unix.max_dgram_qlen`: with more than so many, others wait before they send.
  private static final int MOST_DATAGRAMS = 10;

  private final ArrayDeque<Packet> packets = new ArrayDeque<>();
  private final WaitQueue arrivals = new WaitQueue();
  private final WaitQueue departures = new WaitQueue();
  private long bytes;

  /// Waits for a packet, or for the end.
  WaitQueue arrivals() {
    return arrivals;
  }

  /// Waits until the queue is no longer full.
  WaitQueue departures() {
    return departures;
  }

  boolean isEmpty() {
    return packets.isEmpty();
  }

  boolean isFull() {
    return packets.size() > MOST_DATAGRAMS;
  }

  long bytes() {
    return bytes;
  }

  Optional<Packet> first() {
    return Optional.ofNullable(packets.peekFirst());
  }

  /// All, first to last.
  Iterator<Packet> all() {
    return packets.iterator();
  }

  void add(Packet packet) {
    packets.add(packet);
    bytes += packet.remaining();
    arrivals.wakeAll();
  }

  /// Takes `count` bytes of the first, which stays if there are more.
  void take(int count) {
    packets.getFirst().take(count);
    bytes -= count;
  }

  /// Takes away the first.
  void remove() {
    Packet packet = packets.removeFirst();
    bytes -= packet.remaining();
    packet.drop();
    departures.wakeAll();
  }

  void clear() {
    while (!packets.isEmpty()) {
      remove();
    }
  }
}
