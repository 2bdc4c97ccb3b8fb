package spool.kernel.ipc.socket;

import java.util.Iterator;
import spool.kernel.abi.Errno;
import spool.kernel.abi.MessageFlags;
import spool.kernel.fs.Caller;

/// How sockets that keep the bounds of messages receive: one message each time, and what does not
/// fit is lost.
final class MessageReception {
  private MessageReception() {}

  static void receive(Socket socket, Incoming message, Caller caller) {
    socket.throwError();
    if (message.has(MessageFlags.MSG_PEEK)) {
      peek(socket, message, caller);
    } else if (socket.arrived().isEmpty()) {
      wait(socket, message, caller);
    } else {
      Packet packet = socket.arrived().first().orElseThrow();
      show(packet, 0, message);
      socket.settings().taken(packet.remaining());
      socket.arrived().remove();
    }
  }

  /// With `SO_PEEK_OFF`, shows the rest of the message that is there, or waits for one.
  private static void peek(Socket socket, Incoming message, Caller caller) {
    int passed = socket.settings().passedOver();
    for (Iterator<Packet> each = socket.arrived().all(); each.hasNext(); ) {
      Packet packet = each.next();
      if (isAhead(socket, packet, passed)) {
        packet.peek();
        socket.settings().peeked(show(packet, passed, message));
        return;
      }
      passed -= packet.remaining();
    }
    wait(socket, message, caller);
  }

  /// Whether something of `packet` is behind `passed` bytes. An empty message is there once.
  private static boolean isAhead(Socket socket, Packet packet, int passed) {
    boolean isEmptyAndNew = packet.remaining() == 0 && passed == 0 && !packet.isPeeked();
    return passed < packet.remaining() || isEmptyAndNew || !socket.settings().hasPeekOffset();
  }

  /// Gives `message` what it has room for of `packet`, and answers how much that is.
  private static int show(Packet packet, int passed, Incoming message) {
    int left = packet.remaining() - passed;
    int fitting = (int) Math.min(left, message.data().remaining());
    int shown = packet.show(message.data(), passed);
    if (shown < fitting) {
      message.data().skip(-shown);
      throw Errno.EFAULT.failure();
    }
    message.accept(packet);
    message.excess(left - shown);
    return shown;
  }

  /// Waits for a message, unless none can come: that is the end, but a datagram socket that does
  /// not wait never sees one.
  private static void wait(Socket socket, Incoming message, Caller caller) {
    boolean waits = message.waits(socket.isNonblocking());
    boolean hasEnd = waits || socket.type() == SocketType.SEQUENCED;
    if (!(socket.isShut(Socket.RECEIVING) && hasEnd)) {
      throw Patience.of(caller, socket.settings().receiveTimeout())
          .wait(caller, waits, socket.arrived().arrivals());
    }
  }
}
