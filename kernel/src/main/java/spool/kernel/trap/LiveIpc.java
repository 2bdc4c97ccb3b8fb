package spool.kernel.trap;

import java.util.List;
import java.util.stream.Stream;
import spool.kernel.fs.proc.IpcView;
import spool.kernel.ipc.MessageQueues;
import spool.kernel.ipc.QueueFigures;
import spool.kernel.ipc.Tunable;
import spool.kernel.ipc.socket.Sockets;
import spool.kernel.ipc.systemv.SemaphoreLimits;
import spool.kernel.ipc.systemv.SystemVIpc;

/// What processes exchange messages by, as /proc shows it at the moment of each question.
record LiveIpc(MessageQueues queues, SystemVIpc systemV, Sockets unix) implements IpcView {
  @Override
  public List<Setting> queueLimits() {
    return queues.limits().all().stream().map(LiveIpc::shown).toList();
  }

  private static Setting shown(Tunable number) {
    return new Setting(number.name(), number::text, number::change);
  }

  @Override
  public String queueFigures() {
    return QueueFigures.HEADING + queues.figures() + systemV.queues().figures();
  }

  @Override
  public List<Setting> systemVLimits() {
    SemaphoreLimits semaphores = systemV.semaphores().limits();
    Setting ofSemaphores = new Setting("sem", semaphores::text, semaphores::change);
    return Stream.concat(systemV.limits().stream().map(LiveIpc::shown), Stream.of(ofSemaphores))
        .toList();
  }

  @Override
  public String systemVQueues() {
    return systemV.queues().text();
  }

  @Override
  public String systemVSemaphores() {
    return systemV.semaphores().text();
  }

  @Override
  public String systemVSegments() {
    return systemV.segments().text();
  }

  @Override
  public String sockets() {
    return unix.text();
  }
}
