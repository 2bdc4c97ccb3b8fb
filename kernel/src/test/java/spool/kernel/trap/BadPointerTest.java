package spool.kernel.trap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import spool.kernel.abi.Errno;
import spool.kernel.syscall.SystemCallDescription;
import spool.kernel.syscall.SystemCallDescription.Parameter;
import spool.kernel.vm.Frames;

/// Every system call of the table, with every pointer bad in every way: `EFAULT`, as on Linux.
///
/// A new call is tested as soon as it is in the table. Its parameters of type `long` are taken for
/// pointers, but for those whose names are listed as numbers here. Each call is made with good
/// arguments first, so that it reaches the pointer, and to see where it writes. What is not
/// `EFAULT` and rightly so is listed, with the reason.
class BadPointerTest {
  private static final int ROOM_BYTES = 0x100;

  /// As far as a structure is looked at for changes.
  private static final int LOOK_BYTES = 32;

  private static final long FAULT = -Errno.EFAULT.number();
  private static final long INVALID = -Errno.EINVAL.number();
  private static final long UNSUPPORTED = -Errno.EOPNOTSUPP.number();

  /// Where a number of some hundreds is.
  private static final long NUMBER = HostileMemory.TIME + Long.BYTES;

  private static final long IPC_SET = 1;
  private static final long IPC_STAT = 2;
  private static final long GETALL = 13;
  private static final long SETALL = 17;

  /// Parameters that are `long` and no pointers, by name or by call and name.
  private static final Set<String> NUMBERS =
      Set.of(
          "address",
          "length",
          "newLength",
          "size",
          "count",
          "offset",
          "device",
          "maskBytes",
          "setBytes",
          "flags",
          "high",
          "second",
          "third",
          "fourth",
          "munmap.target",
          "mremap.target",
          "msgrcv.type",
          "riscv_flush_icache.start",
          "riscv_flush_icache.end",
          "reboot.argument");

  /// Pointers in spite of their names.
  private static final Set<String> POINTERS =
      Set.of(
          "sendfile.offset",
          "get_robust_list.length",
          "accept.length",
          "accept4.length",
          "getsockname.length",
          "getpeername.length",
          "getsockopt.length");

  /// Calls that keep their pointers for later, or do not come back.
  private static final Set<String> EXEMPT =
      Set.of("clone", "set_robust_list", "rt_sigreturn", "exit", "exit_group");

  /// Pointers that may be null, by call and name: nothing is read or written then.
  private static final Set<String> OPTIONAL =
      Set.of(
          "sendfile.offset",
          "copy_file_range.inOffset",
          "copy_file_range.outOffset",
          "pselect6.read",
          "pselect6.write",
          "pselect6.except",
          "pselect6.timeout",
          "pselect6.mask",
          "ppoll.timeout",
          "recvmmsg.timeout",
          "ppoll.mask",
          "utimensat.times",
          "waitid.info",
          "waitid.usage",
          "wait4.status",
          "wait4.usage",
          "futex.timeout",
          "futex_waitv.timeout",
          "setitimer.request",
          "setitimer.old",
          "clock_getres.result",
          "sigaltstack.stack",
          "sigaltstack.old",
          "rt_sigaction.action",
          "rt_sigaction.old",
          "rt_sigprocmask.set",
          "rt_sigprocmask.old",
          "rt_sigtimedwait.info",
          "rt_sigtimedwait.timeout",
          "times.result",
          "timer_create.event",
          "timer_settime.old",
          "mq_open.attributes",
          "mq_timedsend.timeout",
          "mq_timedreceive.priority",
          "mq_timedreceive.timeout",
          "mq_notify.event",
          "mq_getsetattr.next",
          "mq_getsetattr.old",
          "semtimedop.timeout",
          "epoll_pwait.mask",
          "epoll_pwait2.timeout",
          "epoll_pwait2.mask",
          "accept.name",
          "accept4.name",
          "sendto.name",
          "recvfrom.name",
          "getcpu.hart",
          "getcpu.node",
          "gettimeofday.time",
          "gettimeofday.zone",
          "settimeofday.time",
          "settimeofday.zone",
          "prlimit64.next",
          "prlimit64.old",
          "execve.argv",
          "execve.envp",
          "execveat.argv",
          "execveat.envp");

  /// What is answered in place of `EFAULT`, by call and name, and for some kinds of pointers only.
  private static final Map<String, Long> INSTEAD =
      Map.ofEntries(
          // One byte can be transferred.
          Map.entry("read.buffer:LAST_BYTE", 1L),
          Map.entry("write.buffer:LAST_BYTE", 1L),
          Map.entry("pread64.buffer:LAST_BYTE", 1L),
          Map.entry("pwrite64.buffer:LAST_BYTE", 1L),
          Map.entry("sendto.buffer:LAST_BYTE", 1L),
          Map.entry("recvfrom.buffer:LAST_BYTE", 1L),
          // Who sent has no name that could be stored.
          Map.entry("recvfrom.name", 8L),
          // One byte is all there is.
          Map.entry("mincore.result:LAST_BYTE", 0L),
          // No time at all is invalid before it could be a bad pointer.
          Map.entry("timer_settime.next:NULL", INVALID),
          Map.entry("sched_setparam.parameter:NULL", INVALID),
          Map.entry("sched_setscheduler.parameter:NULL", INVALID),
          Map.entry("sched_getparam.parameter:NULL", INVALID),
          Map.entry("sched_setattr.attributes:NULL", INVALID),
          Map.entry("sched_getattr.attributes:NULL", INVALID),
          // A word must be aligned, wherever it is.
          Map.entry("futex_waitv.vectors:NULL", INVALID),
          Map.entry("futex.word:ONE", INVALID),
          Map.entry("futex.word:LAST_BYTE", INVALID),
          Map.entry("futex.word:HIGHEST", INVALID),
          Map.entry("futex.other:ONE", INVALID),
          Map.entry("futex.other:LAST_BYTE", INVALID),
          Map.entry("futex.other:HIGHEST", INVALID),
          // Where the time left cannot be stored, it is not.
          Map.entry("pselect6.timeout:READ_ONLY", 0L),
          // Nothing interrupts, nothing is listed, no signal comes, no attribute exists.
          Map.entry("nanosleep.remaining", 0L),
          Map.entry("clock_nanosleep.remaining", 0L),
          Map.entry("getgroups.list", 0L),
          Map.entry("rt_sigtimedwait.info", (long) -Errno.EAGAIN.number()),
          Map.entry("listxattr.list", 0L),
          Map.entry("llistxattr.list", 0L),
          Map.entry("flistxattr.list", 0L),
          Map.entry("getxattr.value", UNSUPPORTED),
          Map.entry("lgetxattr.value", UNSUPPORTED),
          Map.entry("fgetxattr.value", UNSUPPORTED));

  /// Good arguments, by name or by call and name; other pointers point to zeros.
  private static final Map<String, Long> GOOD =
      Map.ofEntries(
          Map.entry("path", HostileMemory.NAME),
          Map.entry("name", HostileMemory.WORD),
          Map.entry("size", 64L),
          Map.entry("count", 2L),
          Map.entry("length", 8L),
          Map.entry("signal", 10L),
          Map.entry("setBytes", 8L),
          Map.entry("maskBytes", 8L),
          Map.entry("bytes", 8L),
          Map.entry("vector", HostileMemory.VECTOR),
          Map.entry("timeout", HostileMemory.TIME),
          Map.entry("times", HostileMemory.TIME),
          Map.entry("request", HostileMemory.TIME),
          Map.entry("argv", HostileMemory.POINTERS),
          Map.entry("envp", HostileMemory.POINTERS),
          Map.entry("entries", HostileMemory.POLL),
          Map.entry("from", HostileMemory.NAME),
          Map.entry("to", HostileMemory.MISSING),
          Map.entry("dirfd", (long) Probe.AT_FDCWD),
          Map.entry("fromDirectory", (long) Probe.AT_FDCWD),
          Map.entry("toDirectory", (long) Probe.AT_FDCWD),
          Map.entry("writev.fd", 3L),
          Map.entry("getdents64.fd", 1L),
          Map.entry("getdents64.count", 1024L),
          Map.entry("mkdirat.path", HostileMemory.MISSING),
          Map.entry("mknodat.path", HostileMemory.MISSING),
          Map.entry("mknodat.mode", 0100644L),
          Map.entry("symlinkat.target", HostileMemory.NAME),
          Map.entry("symlinkat.path", HostileMemory.MISSING),
          Map.entry("readlinkat.path", HostileMemory.LINK),
          Map.entry("chdir.path", HostileMemory.FOLDER),
          Map.entry("chroot.path", HostileMemory.FOLDER),
          Map.entry("execve.path", HostileMemory.PROGRAM),
          Map.entry("execveat.path", HostileMemory.PROGRAM),
          Map.entry("sendfile.out", 3L),
          Map.entry("copy_file_range.out", 4L),
          Map.entry("queue", 5L),
          Map.entry("mq_open.flags", 2L),
          Map.entry("mq_timedreceive.length", 8192L),
          Map.entry("setitimer.request", HostileMemory.ROOM),
          Map.entry("setrlimit.request", HostileMemory.ROOM),
          Map.entry("sched_setaffinity.mask", HostileMemory.ONE),
          Map.entry("sigaltstack.stack", HostileMemory.STACK),
          Map.entry("rt_sigqueueinfo.pid", 1L),
          Map.entry("rt_tgsigqueueinfo.group", 1L),
          Map.entry("rt_tgsigqueueinfo.tid", 1L),
          Map.entry("get_robust_list.length", HostileMemory.ROOM + 2 * ROOM_BYTES),
          Map.entry("timer_create.event", HostileMemory.STACK),
          Map.entry("getgroups.size", 10L),
          Map.entry("setgroups.size", 1L),
          Map.entry("mincore.address", HostileMemory.PAGE),
          Map.entry("wait4.pid", -1L),
          Map.entry("epfd", 11L),
          Map.entry("epoll_ctl.operation", 3L),
          Map.entry("epoll_ctl.fd", 2L),
          Map.entry("most", 1L),
          Map.entry("socketpair.family", 1L),
          Map.entry("socketpair.type", 1L),
          Map.entry("bind.fd", 10L),
          Map.entry("bind.name", HostileMemory.ADDRESS),
          Map.entry("connect.fd", 10L),
          Map.entry("connect.name", HostileMemory.ADDRESS),
          Map.entry("accept.fd", 8L),
          Map.entry("accept.length", NUMBER),
          Map.entry("accept4.fd", 8L),
          Map.entry("accept4.length", NUMBER),
          Map.entry("getsockname.fd", 6L),
          Map.entry("getsockname.length", NUMBER),
          Map.entry("getpeername.fd", 6L),
          Map.entry("getpeername.length", NUMBER),
          Map.entry("sendto.fd", 6L),
          Map.entry("sendto.name", HostileMemory.ADDRESS),
          Map.entry("recvfrom.fd", 6L),
          Map.entry("sendmsg.fd", 6L),
          Map.entry("recvmsg.fd", 6L),
          Map.entry("sendmmsg.fd", 6L),
          Map.entry("sendmmsg.entries", HostileMemory.MESSAGE),
          Map.entry("sendmmsg.count", 1L),
          Map.entry("recvmmsg.fd", 6L),
          Map.entry("recvmmsg.entries", HostileMemory.MESSAGE),
          Map.entry("recvmmsg.count", 1L),
          Map.entry("header", HostileMemory.MESSAGE),
          Map.entry("setsockopt.fd", 6L),
          Map.entry("setsockopt.level", 1L),
          Map.entry("setsockopt.option", 16L),
          Map.entry("getsockopt.fd", 6L),
          Map.entry("getsockopt.level", 1L),
          Map.entry("getsockopt.option", 16L),
          Map.entry("getsockopt.length", NUMBER),
          Map.entry("waitid.options", 4L));

  /// What must be said of a call whose pointers depend on another argument: one of these each time.
  private static final Map<String, List<Map<String, Long>>> VARIANTS =
      Map.of(
          "fcntl",
          List.of(
              Map.of("command", 5L, "argument", HostileMemory.LOCK),
              Map.of("command", 6L, "argument", HostileMemory.LOCK)),
          "ioctl",
          List.of(Map.of("request", 0x5421L)),
          "futex",
          List.of(
              Map.of("operation", 1L, "timeout", 0L, "other", 0L),
              Map.of("operation", 0L, "other", 0L),
              Map.of("operation", 3L, "timeout", 1L),
              Map.of("operation", 5L, "timeout", 1L)),
          "sendto",
          List.of(
              Map.of("name", 0L), Map.of("buffer", 0L, "length", 0L, "nameBytes", Long.BYTES + 0L)),
          "prctl",
          List.of(Map.of("option", 15L), Map.of("option", 16L), Map.of("option", 2L)),
          "msgctl",
          List.of(Map.of("command", IPC_SET), Map.of("command", IPC_STAT)),
          "semctl",
          List.of(
              Map.of("command", IPC_SET),
              Map.of("command", IPC_STAT),
              Map.of("command", GETALL),
              Map.of("command", SETALL)),
          "shmctl",
          List.of(Map.of("command", IPC_SET), Map.of("command", IPC_STAT)));

  /// A bad pointer.
  enum Bad {
    NULL(0),
    ONE(1),
    HOLE(HostileMemory.HOLE),
    NON_CANONICAL(HostileMemory.NON_CANONICAL),
    KERNEL(HostileMemory.KERNEL),
    LAST_BYTE(HostileMemory.PAGE + Frames.BYTES - 1),
    HIGHEST(-1),
    READ_ONLY(HostileMemory.READ_ONLY);

    private final long address;

    Bad(long address) {
      this.address = address;
    }

    /// The bad pointer in place of a good one.
    long address(long good) {
      return this == READ_ONLY ? address + good - HostileMemory.PAGE : address;
    }
  }

  /// A call with good values for what the variant chooses.
  record Case(SystemCallDescription call, Map<String, Long> chosen) {
    List<Long> good() {
      return IntStream.range(0, call.parameters().size()).mapToObj(this::good).toList();
    }

    private long good(int index) {
      Parameter parameter = call.parameters().get(index);
      String name = parameter.name();
      long unknown = isPointer(index) ? HostileMemory.ROOM + (long) ROOM_BYTES * index : 0;
      return Stream.of(chosen.get(name), GOOD.get(qualified(index)), GOOD.get(name))
          .flatMap(value -> Optional.ofNullable(value).stream())
          .findFirst()
          .orElse(unknown);
    }

    String qualified(int index) {
      return call.name() + "." + call.parameters().get(index).name();
    }

    boolean isPointer(int index) {
      Parameter parameter = call.parameters().get(index);
      boolean number = NUMBERS.contains(parameter.name()) || NUMBERS.contains(qualified(index));
      return POINTERS.contains(qualified(index)) || !(parameter.isInt() || number);
    }

    /// The ways in which the pointer can be bad; a page that can only be read is so only for a call
    /// that writes there.
    List<Bad> bad(int index, Probe fine) {
      boolean here = good(index) >= HostileMemory.PAGE;
      boolean written = fine.hasChanged(good(index), LOOK_BYTES);
      return Stream.of(Bad.values())
          .filter(bad -> here)
          .filter(bad -> bad != Bad.READ_ONLY || written)
          .filter(bad -> bad != Bad.NULL || !OPTIONAL.contains(qualified(index)))
          .toList();
    }

    @Override
    public String toString() {
      return call.name() + (chosen.isEmpty() ? "" : " " + new TreeMap<>(chosen));
    }
  }

  static Stream<Case> cases() {
    return new SystemCallDescription.Catalogue()
        .all().stream()
            .filter(call -> !EXEMPT.contains(call.name()))
            .flatMap(
                call ->
                    VARIANTS.getOrDefault(call.name(), List.of(Map.of())).stream()
                        .map(chosen -> new Case(call, chosen)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void badPointersAreRefused(Case tested) {
    List<Long> good = tested.good();
    Probe fine = Probe.of(tested.call.number(), good);
    assertNotEquals(FAULT, fine.result(), "with good arguments");
    List<String> wrong = new ArrayList<>();
    for (int index = 0; index < good.size(); index++) {
      for (Bad bad : tested.isPointer(index) ? tested.bad(index, fine) : List.<Bad>of()) {
        List<Long> arguments = new ArrayList<>(good);
        arguments.set(index, bad.address(good.get(index)));
        Probe probe = Probe.of(tested.call.number(), arguments);
        long expected = expected(tested.qualified(index), bad);
        if (probe.result() != expected) {
          wrong.add(
              "%s:%s answered %d, not %d"
                  .formatted(tested.qualified(index), bad, probe.result(), expected));
        }
        assertArrayEquals(HostileMemory.contents(), probe.readOnly());
      }
    }
    assertEquals(List.of(), wrong, () -> "the good call answered " + fine.result());
  }

  private static long expected(String pointer, Bad bad) {
    return INSTEAD.getOrDefault(pointer + ":" + bad, INSTEAD.getOrDefault(pointer, FAULT));
  }
}
