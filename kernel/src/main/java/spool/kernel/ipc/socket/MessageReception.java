package spool.kernel.ipc.socket;

import spool.kernel.abi.Errno;
import spool.kernel.abi.MessageFlags;
import spool.kernel.fs.Caller;

/// How sockets that keep the bounds of messages receive: one message each time, and what does not
/// fit is lost.
final class MessageReception {
  private MessageReception() {}

  static void receive(Socket socket, Incoming message, Caller caller) {
    socket.throwError();
    if (socket.arrived().isEmpty()) {
      wait(socket, message, caller);
      return;
    }
    Packet packet = socket.arrived().first().orElseThrow();
    int fitting = (int) Math.min(packet.remaining(), message.data().remaining());
    int shown = packet.show(message.data());
    if (shown < fitting) {
      message.data().skip(-shown);
      throw Errno.EFAULT.failure();
    }
    message.accept(packet);
    message.excess(packet.remaining() - shown);
    if (!message.has(MessageFlags.MSG_PEEK)) {
      socket.arrived().remove();
    }
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
