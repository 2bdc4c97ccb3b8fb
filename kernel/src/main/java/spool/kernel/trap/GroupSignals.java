package spool.kernel.trap;

import spool.kernel.driver.TerminalSignals;
import spool.kernel.process.ProcessGroup;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.Signals;
import spool.kernel.signal.SignalInfo;

/// Lets a terminal signal the process groups of a table.
record GroupSignals(ProcessTable table) implements TerminalSignals {
  @Override
  public void signalGroup(int group, int signal) {
    table.group(group).ifPresent(found -> Signals.send(found, SignalInfo.ofKernel(signal)));
  }

  @Override
  public int sessionOf(int group) {
    return table.group(group).map(ProcessGroup::session).map(session -> session.id()).orElse(0);
  }
}
