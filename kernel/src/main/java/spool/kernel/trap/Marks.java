package spool.kernel.trap;

import spool.kernel.process.Dispatcher;
import spool.kernel.trace.SchedulingListener;

/// Passes the marks of programs to `listener` as cuts: it has been told before of everything up to
/// them.
record Marks(Dispatcher dispatcher, SchedulingListener listener) implements SchedulingListener {
  @Override
  public void marked(long time, int pid, String text) {
    dispatcher.settle();
    listener.marked(time, pid, text);
  }
}
