package spool.kernel.syscall;

import java.util.Optional;
import spool.kernel.abi.Errno;
import spool.kernel.abi.MessageFlags;
import spool.kernel.abi.MessageHeader;
import spool.kernel.abi.SocketAddress;
import spool.kernel.fs.IoBuffer;
import spool.kernel.fs.ProgramBuffer;
import spool.kernel.ipc.socket.Incoming;
import spool.kernel.ipc.socket.Outgoing;
import spool.kernel.ipc.socket.Socket;
import spool.kernel.process.Task;

/// System calls that send and receive on sockets.
public final class SocketMessageCalls {
  private static final int MOST_PIECES = 1024;

  /// Supported: `MSG_DONTWAIT`, `MSG_NOSIGNAL`; other flags have no effect, but `MSG_OOB` is
  /// EOPNOTSUPP.
  @SystemCall(number = 206, name = "sendto")
  long sendto(Task task, int fd, long buffer, long length, int flags, long name, int nameBytes) {
    Socket socket = OpenSockets.find(task, fd);
    IoBuffer data = ProgramBuffer.of(task.memory(), buffer, length);
    return socket.send(
        outgoing(task, data, name, nameBytes, ControlMessages.none(task), flags), task);
  }

  private static Outgoing outgoing(
      Task task, IoBuffer data, long name, int nameBytes, ControlMessages control, int flags) {
    Optional<SocketAddress> target =
        name == 0 || nameBytes == 0
            ? Optional.empty()
            : Optional.of(SocketAddress.of(OpenSockets.load(task, name, nameBytes)));
    return new Outgoing(data, target, control.credentials(), control.files(), flags);
  }

  /// Supported: `MSG_DONTWAIT`, `MSG_PEEK`, `MSG_TRUNC`, `MSG_WAITALL`; other flags have no effect,
  /// but `MSG_OOB` is EOPNOTSUPP.
  @SystemCall(number = 207, name = "recvfrom")
  long recvfrom(Task task, int fd, long buffer, long length, int flags, long name, long nameBytes) {
    Socket socket = OpenSockets.find(task, fd);
    Incoming message = new Incoming(ProgramBuffer.of(task.memory(), buffer, length), flags);
    long count = socket.receive(message, task);
    message.discardFiles();
    if (name != 0) {
      storeSender(task, message, name, nameBytes);
    }
    return count;
  }

  private static void storeSender(Task task, Incoming message, long name, long nameBytes) {
    if (message.sender().isNamed()) {
      OpenSockets.store(task, message.sender(), name, nameBytes);
    } else {
      task.memory().store32(nameBytes, 0);
    }
  }

  /// Supported, with the flags of `sendto`, `SCM_RIGHTS` and `SCM_CREDENTIALS`.
  @SystemCall(number = 211, name = "sendmsg")
  long sendmsg(Task task, int fd, long header, int flags) {
    return send(task, OpenSockets.find(task, fd), header, flags).bytes;
  }

  /// How many bytes were sent, and whether that was all.
  record Sent(long bytes, boolean isAll) {}

  /// Sends what the `struct msghdr` at `header` says.
  static Sent send(Task task, Socket socket, long header, int flags) {
    MessageHeader wanted = header(task, header);
    IoBuffer data = data(task, wanted);
    ControlMessages control = ControlMessages.load(task, wanted.control(), wanted.controlBytes());
    Outgoing message = outgoing(task, data, wanted.name(), wanted.nameBytes(), control, flags);
    return new Sent(socket.send(message, task), data.remaining() == 0);
  }

  private static MessageHeader header(Task task, long address) {
    MessageHeader header = MessageHeader.of(task.memory().read(address, MessageHeader.BYTES));
    if (header.nameBytes() < 0) {
      throw Errno.EINVAL.failure();
    }
    return header;
  }

  private static IoBuffer data(Task task, MessageHeader header) {
    if (Long.compareUnsigned(header.pieceCount(), MOST_PIECES) > 0) {
      throw Errno.EMSGSIZE.failure();
    }
    return ProgramBuffer.ofVector(task.memory(), header.pieces(), header.pieceCount());
  }

  /// Supported, with the flags of `recvfrom`, `MSG_CMSG_CLOEXEC`, `SCM_RIGHTS` and
  /// `SCM_CREDENTIALS`.
  @SystemCall(number = 212, name = "recvmsg")
  long recvmsg(Task task, int fd, long header, int flags) {
    return receive(task, OpenSockets.find(task, fd), header, flags);
  }

  /// Receives to where the `struct msghdr` at `header` says.
  static long receive(Task task, Socket socket, long header, int flags) {
    MessageHeader wanted = header(task, header);
    Incoming message = new Incoming(data(task, wanted), flags);
    long count = socket.receive(message, task);
    try {
      storeHeader(task, socket, message, header, wanted);
    } finally {
      message.discardFiles();
    }
    return count;
  }

  private static void storeHeader(
      Task task, Socket socket, Incoming message, long header, MessageHeader wanted) {
    if (wanted.name() != 0) {
      int length =
          message.sender().isNamed()
              ? OpenSockets.write(task, message.sender(), wanted.name(), wanted.nameBytes())
              : 0;
      task.memory().store32(header + MessageHeader.NAME_LENGTH, length);
    }
    ControlWriter control = new ControlWriter(task, wanted.control(), wanted.controlBytes());
    if (socket.settings().passesCredentials()) {
      control.credentials(message.credentials());
    }
    boolean closes = message.has(MessageFlags.MSG_CMSG_CLOEXEC);
    control.files(message.takeFiles(), closes);
    task.memory().store64(header + MessageHeader.CONTROL_LENGTH, control.length());
    int told = message.isTruncated() ? MessageFlags.MSG_TRUNC : 0;
    int lost = control.isTruncated() ? MessageFlags.MSG_CTRUNC : 0;
    int cloexec = closes ? MessageFlags.MSG_CMSG_CLOEXEC : 0;
    task.memory().store32(header + MessageHeader.FLAGS, told | lost | cloexec);
  }
}
