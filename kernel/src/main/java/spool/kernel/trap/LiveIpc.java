package spool.kernel.trap;

import java.util.List;
import spool.kernel.fs.proc.IpcView;
import spool.kernel.ipc.MessageQueues;
import spool.kernel.ipc.QueueFigures;
import spool.kernel.ipc.Tunable;

/// What processes exchange messages by, as /proc shows it at the moment of each question.
record LiveIpc(MessageQueues queues) implements IpcView {
  @Override
  public List<Setting> queueLimits() {
    return queues.limits().all().stream().map(LiveIpc::shown).toList();
  }

  private static Setting shown(Tunable number) {
    return new Setting(number.name(), number::text, number::change);
  }

  @Override
  public String queueFigures() {
    return QueueFigures.HEADING + queues.figures();
  }
}
