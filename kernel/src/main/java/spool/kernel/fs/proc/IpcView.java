package spool.kernel.fs.proc;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Message queues, semaphores and shared memory as /proc shows them.
public interface IpcView {
  /// A number that the superuser can change. The change throws [IllegalArgumentException] for what
  /// is no such number.
  record Setting(String name, Supplier<String> value, Consumer<String> change) {}

  /// The limits of the message queues of POSIX: `/proc/sys/fs/mqueue`.
  List<Setting> queueLimits();

  /// What has gone through the message queues: `/proc/queuestat`.
  String queueFigures();

  /// The limits of System V's objects: files in `/proc/sys/kernel`.
  List<Setting> systemVLimits();

  /// System V's message queues: `/proc/sysvipc/msg`.
  String systemVQueues();

  /// System V's semaphores: `/proc/sysvipc/sem`.
  String systemVSemaphores();

  /// System V's shared memory: `/proc/sysvipc/shm`.
  String systemVSegments();

  /// All Unix domain sockets, as `/proc/net/unix` shows them.
  String sockets();
}
