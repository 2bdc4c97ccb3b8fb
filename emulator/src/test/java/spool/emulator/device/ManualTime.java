package spool.emulator.device;

import spool.emulator.machine.EventQueue;

/// Virtual time that a test moves by hand.
final class ManualTime implements VirtualTime {
  private final EventQueue events = new EventQueue();
  private long now;

  @Override
  public long now() {
    return now;
  }

  @Override
  public Alarm schedule(long time, Runnable action) {
    return events.schedule(time, action);
  }

  @Override
  public Alarm reschedule(long time, long rank, Runnable action) {
    return events.reschedule(time, rank, action);
  }

  /// Lets time pass, and what is due in it happen.
  void advanceTo(long time) {
    while (events.nextTime() <= time) {
      now = Math.max(now, events.nextTime());
      events.runFirst();
    }
    now = time;
  }

  /// Lets time pass until something happens, and answers how much did.
  long advance() {
    long start = now;
    advanceTo(events.nextTime());
    return now - start;
  }
}
