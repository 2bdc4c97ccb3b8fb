package spool.kernel.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import spool.kernel.abi.ErrnoException;
import spool.kernel.abi.SocketOption;
import spool.kernel.fs.FileDescription;
import spool.kernel.ipc.socket.PeerCredentials;
import spool.kernel.process.Task;

/// Stores what a program receives beside bytes, as far as there is room.
final class ControlWriter {
  private final Task task;
  private final long address;
  private final long room;
  private long length;
  private boolean isTruncated;

  /// Into `room` bytes at `address` of `task`'s memory; null has none.
  ControlWriter(Task task, long address, long room) {
    this.task = task;
    this.address = address;
    this.room = address == 0 ? 0 : Math.clamp(room, 0, Integer.MAX_VALUE);
  }

  /// How many bytes have been stored.
  long length() {
    return length;
  }

  /// Whether there was more than room for it.
  boolean isTruncated() {
    return isTruncated;
  }

  /// Stores who sent.
  void credentials(PeerCredentials sender) {
    put(ControlMessages.SCM_CREDENTIALS, List.of(sender.pid(), sender.uid(), sender.gid()));
  }

  /// Gives the process `files`, whose references are taken over, and stores their descriptors.
  /// Those for which there is no room are closed.
  void files(List<FileDescription> files, boolean closeOnExec) {
    long fitting = (room - length - ControlMessages.HEADER_BYTES) / Integer.BYTES;
    ArrayDeque<FileDescription> left = new ArrayDeque<>(files);
    List<Integer> installed = new ArrayList<>();
    boolean hasRoom = true;
    while (hasRoom && !left.isEmpty() && installed.size() < fitting) {
      hasRoom = install(left.remove(), closeOnExec, installed);
    }
    isTruncated |= installed.size() < files.size();
    left.forEach(FileDescription::release);
    if (!installed.isEmpty()) {
      put(ControlMessages.SCM_RIGHTS, installed);
    }
  }

  private boolean install(FileDescription file, boolean closes, List<Integer> installed) {
    try {
      int limit = OpenSockets.limit(task);
      installed.add(task.descriptors().install(file, closes, 0, limit));
      return true;
    } catch (ErrnoException full) {
      return false;
    }
  }

  private void put(int type, List<Integer> words) {
    int whole = ControlMessages.HEADER_BYTES + words.size() * Integer.BYTES;
    int fitting = (int) Math.min(whole, room - length);
    isTruncated |= fitting < whole;
    if (fitting < ControlMessages.HEADER_BYTES) {
      return;
    }
    byte[] bytes = new byte[whole];
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    raw.putLong(fitting).putInt(SocketOption.SOL_SOCKET).putInt(type);
    words.forEach(raw::putInt);
    task.memory().write(address + length, bytes, 0, fitting);
    length = Math.min(room, length + Math.ceilDiv(fitting, Long.BYTES) * (long) Long.BYTES);
  }
}
