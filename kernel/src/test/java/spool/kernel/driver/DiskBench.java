package spool.kernel.driver;

import java.util.List;
import spool.emulator.device.DiskImage;
import spool.emulator.device.DiskTiming;
import spool.emulator.device.InterruptLine;
import spool.emulator.device.Plic;
import spool.emulator.device.VirtioBlock;
import spool.emulator.device.VirtioDevice;
import spool.emulator.device.VirtualTime;
import spool.emulator.machine.EventQueue;
import spool.emulator.memory.Bus;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.vm.Frames;

/// A disk and its driver on a bus, without harts: time passes from one event to the next.
final class DiskBench {
  private static final long RAM = 0x8000_0000L;
  private static final long VIRTIO = 0x1000_1000L;
  private static final InterruptLine NOWHERE = raised -> {};

  private final EventQueue events = new EventQueue();
  private final InterruptController interrupts;
  final VirtioDisk disk;
  private long now;

  DiskBench(DiskImage image, DiskTiming timing, DiskScheduling scheduling) {
    PhysicalMemory memory = new PhysicalMemory(RAM, 1 << 20);
    Bus bus = new Bus(memory);
    Plic plic = new Plic(List.of(NOWHERE, NOWHERE));
    bus.attach(0xc00_0000L, Plic.SIZE, plic);
    VirtioBlock device =
        new VirtioBlock(memory, time(), plic.source(1), image, timing, "disk of a test");
    bus.attach(VIRTIO, VirtioDevice.SIZE, device);
    for (int place = 1; place < VirtioTransport.PLACES; place++) {
      long base = VIRTIO + place * VirtioDevice.SIZE;
      bus.attach(base, VirtioDevice.SIZE, VirtioDevice.absent());
    }
    interrupts = new InterruptController(bus);
    disk = VirtioDisk.find(bus, new Frames(memory), interrupts, scheduling, () -> now).getFirst();
  }

  private VirtualTime time() {
    return new VirtualTime() {
      @Override
      public long now() {
        return now;
      }

      @Override
      public Alarm schedule(long when, Runnable action) {
        return events.schedule(when, action);
      }

      @Override
      public Alarm reschedule(long when, long rank, Runnable action) {
        return events.reschedule(when, rank, action);
      }
    };
  }

  long now() {
    return now;
  }

  /// Lets the next event happen, and serves its interrupt; says whether there was one.
  boolean step() {
    if (events.nextTime() == Long.MAX_VALUE) {
      return false;
    }
    now = Math.max(now, events.nextTime());
    events.runFirst();
    interrupts.serve();
    return true;
  }

  /// Lets everything happen that is to happen, and answers the time.
  long finish() {
    while (step()) {
      // Each step is one event.
    }
    return now;
  }
}
