package spool.kernel.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.abi.SocketOption;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.Identifiers;
import spool.kernel.ipc.socket.PeerCredentials;
import spool.kernel.process.Task;

/// What a program sends beside bytes: the `struct cmsghdr`s of cmsg(3).
///
/// @param files the open files of `SCM_RIGHTS`
/// @param credentials who says that it sends, its own or those of `SCM_CREDENTIALS`
record ControlMessages(List<FileDescription> files, PeerCredentials credentials) {
  /// Bytes of a `struct cmsghdr`.
  static final int HEADER_BYTES = 16;

  static final int SCM_RIGHTS = 1;
  static final int SCM_CREDENTIALS = 2;
  static final int CREDENTIAL_BYTES = 12;

  /// `optmem_max`.
  private static final int MOST_BYTES = 131_072;

  private static final int MOST_FILES = 253;

  /// Nothing but bytes.
  static ControlMessages none(Task task) {
    return new ControlMessages(List.of(), PeerCredentials.of(task));
  }

  /// Reads `length` bytes of them. Fails with `EINVAL` for what is none, with `EBADF` for a file
  /// that is not open, and with `EPERM` for credentials that the caller may not claim.
  static ControlMessages load(Task task, long address, long length) {
    if (address == 0 || length == 0) {
      return none(task);
    }
    if (Long.compareUnsigned(length, MOST_BYTES) > 0) {
      throw Errno.ENOBUFS.failure();
    }
    byte[] bytes = task.memory().read(address, (int) length);
    ByteBuffer raw = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    List<FileDescription> files = new ArrayList<>();
    PeerCredentials credentials = PeerCredentials.of(task);
    while (raw.remaining() >= HEADER_BYTES) {
      ByteBuffer message = next(raw);
      int type = message.getInt(Long.BYTES + Integer.BYTES);
      message.position(HEADER_BYTES);
      boolean isOthers = message.getInt(Long.BYTES) != SocketOption.SOL_SOCKET;
      if (!isOthers && type == SCM_RIGHTS) {
        addFiles(task, message, files);
      } else if (!isOthers) {
        credentials = claimed(task, type, message);
      }
    }
    return new ControlMessages(files, credentials);
  }

  /// The next message, header and all; the buffer goes on behind it, at a multiple of 8.
  private static ByteBuffer next(ByteBuffer raw) {
    int start = raw.position();
    long length = raw.getLong(start);
    if (length < HEADER_BYTES || length > raw.remaining()) {
      throw Errno.EINVAL.failure();
    }
    ByteBuffer message = raw.slice(start, (int) length).order(ByteOrder.LITTLE_ENDIAN);
    int padded = Math.ceilDiv((int) length, Long.BYTES) * Long.BYTES;
    raw.position(Math.min(raw.limit(), start + padded));
    return message;
  }

  private static void addFiles(Task task, ByteBuffer message, List<FileDescription> files) {
    while (message.remaining() >= Integer.BYTES) {
      files.add(task.descriptors().any(message.getInt()));
    }
    if (files.size() > MOST_FILES) {
      throw Errno.EINVAL.failure();
    }
  }

  private static PeerCredentials claimed(Task task, int type, ByteBuffer message) {
    if (type != SCM_CREDENTIALS || message.remaining() != CREDENTIAL_BYTES) {
      throw Errno.EINVAL.failure();
    }
    PeerCredentials claimed =
        new PeerCredentials(message.getInt(), message.getInt(), message.getInt());
    Credentials own = task.credentials();
    boolean isOwn =
        claimed.pid() == task.pid()
            && isAmong(claimed.uid(), own.user())
            && isAmong(claimed.gid(), own.group());
    if (!isOwn && !own.isPrivileged()) {
      throw Errno.EPERM.failure();
    }
    return claimed;
  }

  private static boolean isAmong(int id, Identifiers own) {
    return id == own.real() || id == own.effective() || id == own.saved();
  }
}
