/// The operating system: ordinary Java at the trap boundary of the emulated machine.
@org.jspecify.annotations.NullMarked
module spool.kernel {
  requires static org.jspecify;
  requires transitive spool.emulator;

  exports spool.kernel.abi;
  exports spool.kernel.debug;
  exports spool.kernel.driver;
  exports spool.kernel.exec;
  exports spool.kernel.fs;
  exports spool.kernel.ipc;
  exports spool.kernel.ipc.event;
  exports spool.kernel.ipc.socket;
  exports spool.kernel.ipc.systemv;
  exports spool.kernel.lock;
  exports spool.kernel.mode;
  exports spool.kernel.process;
  exports spool.kernel.sched;
  exports spool.kernel.signal;
  exports spool.kernel.sync;
  exports spool.kernel.syscall;
  exports spool.kernel.trace;
  exports spool.kernel.trap;
  exports spool.kernel.vm;

  uses spool.kernel.sched.Scheduler;

  provides spool.kernel.sched.Scheduler with
      spool.kernel.sched.EarliestDeadlineFirst,
      spool.kernel.sched.Eevdf,
      spool.kernel.sched.FirstComeFirstServed,
      spool.kernel.sched.Lottery,
      spool.kernel.sched.MultilevelFeedbackQueue,
      spool.kernel.sched.PriorityScheduling,
      spool.kernel.sched.RateMonotonic,
      spool.kernel.sched.RoundRobin,
      spool.kernel.sched.ShortestJobFirst,
      spool.kernel.sched.ShortestRemainingTimeFirst,
      spool.kernel.sched.Stride;
}
