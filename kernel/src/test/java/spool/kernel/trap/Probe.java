package spool.kernel.trap;

import java.util.Arrays;
import java.util.List;
import spool.emulator.machine.Machine;
import spool.kernel.process.Task;
import spool.kernel.trace.TraceSink;
import spool.kernel.trap.Puppeteer.Puppet;
import spool.kernel.vm.Frames;

/// One system call, made by init of a fresh machine: what it answers and what it changes.
///
/// Init has [HostileMemory], a file of some bytes as descriptors 0 and 4, the folder that it is in
/// as 1, the ends of a pipe with some bytes as 2 and 3, a child that has ended, a timer, a message
/// queue that holds a message as 5, and System V's objects, each with the identifier 0: a queue
/// that holds a message, a semaphore, and a segment. Descriptor 6 is a socket with some bytes,
/// whose peer is 7; 8 listens at [HostileMemory#ADDRESS], 9 waits to be accepted there, 10 is new,
/// and 11 is an event poll that watches 2.
final class Probe implements Puppet {
  static final int AT_FDCWD = -100;

  /// The result of a call that has not come back.
  static final long NONE = Long.MIN_VALUE;

  private static final int EPOLL_CREATE1 = 20;
  private static final int EPOLL_CTL = 21;
  private static final int OPENAT = 56;
  private static final int PIPE2 = 59;
  private static final int WRITE = 64;
  private static final int PWRITE64 = 68;
  private static final int EXIT_GROUP = 94;
  private static final int TIMER_CREATE = 107;
  private static final int SCHED_YIELD = 124;
  private static final int MQ_OPEN = 180;
  private static final int MQ_TIMEDSEND = 182;
  private static final int MSGGET = 186;
  private static final int MSGSND = 189;
  private static final int SEMGET = 190;
  private static final int SHMGET = 194;
  private static final int SOCKET = 198;
  private static final int SOCKETPAIR = 199;
  private static final int BIND = 200;
  private static final int LISTEN = 201;
  private static final int CONNECT = 203;
  private static final int CLONE = 220;
  private static final int SIGCHLD = 17;
  private static final int CREATE = 0102;
  private static final int STEPS = 70;
  private static final long MOST_CYCLES = Machine.CYCLES_PER_SECOND;

  private final int number;
  private final long[] arguments;
  private int step;
  private long result = NONE;
  private byte[] before = {};
  private byte[] after = {};
  private byte[] readOnly = {};

  private Probe(int number, long[] arguments) {
    this.number = number;
    this.arguments = arguments;
  }

  /// Makes the call.
  static Probe of(int number, List<Long> arguments) {
    Probe probe = new Probe(number, arguments.stream().mapToLong(Long::longValue).toArray());
    Puppeteer machine = new Puppeteer(1, 0, probe, TraceSink.OFF);
    machine.machine().events().schedule(MOST_CYCLES, machine.machine()::requestStop);
    machine.run(STEPS);
    return probe;
  }

  /// What it answered, or [#NONE].
  long result() {
    return result;
  }

  /// Whether any of `length` bytes from `address` on, in the page that can be written, were.
  boolean hasChanged(long address, int length) {
    int from = (int) (address - HostileMemory.PAGE);
    int to = Math.min(from + length, after.length);
    return from >= 0 && to > from && !Arrays.equals(before, from, to, after, from, to);
  }

  /// What the page that can only be read holds afterwards.
  byte[] readOnly() {
    return readOnly;
  }

  @Override
  public Puppet child() {
    return (machine, result) -> machine.call(EXIT_GROUP, 3);
  }

  @Override
  public void act(Puppeteer machine, long last) {
    Task init = machine.task();
    switch (step++) {
      case 0 -> {
        HostileMemory.map(init);
        machine.call(OPENAT, AT_FDCWD, HostileMemory.NAME, CREATE, 0666);
      }
      case 1 -> machine.call(OPENAT, AT_FDCWD, HostileMemory.FOLDER, 0, 0);
      case 2 -> machine.call(PIPE2, HostileMemory.ROOM, 0);
      case 3 -> machine.call(OPENAT, AT_FDCWD, HostileMemory.NAME, 2, 0);
      case 4 -> machine.call(PWRITE64, 0, HostileMemory.NAME, 100, 0);
      case 5 -> machine.call(WRITE, 3, HostileMemory.NAME, 100);
      case 6 -> machine.call(CLONE, SIGCHLD, 0, 0, 0, 0);
      case 7 -> machine.call(SCHED_YIELD);
      case 8 -> machine.call(TIMER_CREATE, 0, 0, HostileMemory.ROOM);
      case 9 -> machine.call(MQ_OPEN, HostileMemory.WORD, CREATE, 0600, 0);
      case 10 -> machine.call(MQ_TIMEDSEND, 5, HostileMemory.NAME, 20, 1, 0);
      case 11 -> machine.call(MSGGET, 0, 0600);
      case 12 -> machine.call(MSGSND, 0, HostileMemory.ONE, 1, 0);
      case 13 -> machine.call(SEMGET, 0, 1, 0600);
      case 14 -> machine.call(SHMGET, 0, 1, 0600);
      case 15 -> machine.call(SOCKETPAIR, 1, 1, 0, HostileMemory.ROOM);
      case 16 -> machine.call(WRITE, 7, HostileMemory.NAME, 200);
      case 17 -> machine.call(SOCKET, 1, 1, 0);
      case 18 -> machine.call(BIND, 8, HostileMemory.ADDRESS, 4);
      case 19 -> machine.call(LISTEN, 8, 1);
      case 20 -> machine.call(SOCKET, 1, 1, 0);
      case 21 -> machine.call(CONNECT, 9, HostileMemory.ADDRESS, 4);
      case 22 -> machine.call(SOCKET, 1, 1, 0);
      case 23 -> machine.call(EPOLL_CREATE1, 0);
      case 24 -> machine.call(EPOLL_CTL, 11, 1, 2, HostileMemory.ONE);
      case 25 -> {
        HostileMemory.fill(init);
        before = init.memory().read(HostileMemory.PAGE, Frames.BYTES);
        machine.call(number, arguments);
      }
      default -> {
        result = last;
        finish(machine, init);
      }
    }
  }

  private void finish(Puppeteer machine, Task init) {
    boolean same = init.memory().isResident(HostileMemory.PAGE);
    after = same ? init.memory().read(HostileMemory.PAGE, Frames.BYTES) : before;
    readOnly =
        same ? init.memory().read(HostileMemory.READ_ONLY, Frames.BYTES) : HostileMemory.contents();
    machine.call(EXIT_GROUP, 0);
  }
}
