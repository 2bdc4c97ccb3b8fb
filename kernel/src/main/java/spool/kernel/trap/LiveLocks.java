package spool.kernel.trap;

import spool.kernel.fs.proc.LockView;
import spool.kernel.lock.LockWatch;

/// Locks and who waits for them, as /proc shows it at the moment of each question.
record LiveLocks(LockWatch watch) implements LockView {
  private static final String OFF = "0";
  private static final String ON = "1";

  @Override
  public String deadlocks() {
    return watch.deadlocks();
  }

  @Override
  public String statistics() {
    return watch.statistics().text();
  }

  @Override
  public void clear(String value) {
    require(value.equals(OFF), value);
    watch.statistics().clear();
  }

  @Override
  public String setting() {
    return watch.statistics().isOn() ? ON : OFF;
  }

  @Override
  public void change(String value) {
    require(value.equals(OFF) || value.equals(ON), value);
    watch.statistics().turn(value.equals(ON));
  }

  private static void require(boolean makesSense, String value) {
    if (!makesSense) {
      throw new IllegalArgumentException("'" + value + "' is no such setting");
    }
  }
}
