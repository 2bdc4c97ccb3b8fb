/// The computer: RV64GC harts, memory, bus, devices and virtual time. It knows nothing of the
/// kernel and runs bare-metal images just as well.
@org.jspecify.annotations.NullMarked
module spool.emulator {
  requires static org.jspecify;

  exports spool.emulator.fp;
  exports spool.emulator.isa;
  exports spool.emulator.memory;
  exports spool.emulator.hart;
  exports spool.emulator.device;
  exports spool.emulator.image;
  exports spool.emulator.exec;
  exports spool.emulator.machine;
  exports spool.emulator.sbi;
  exports spool.emulator.boot;
  exports spool.emulator.state;
  exports spool.emulator.debug;
}
