package spool.kernel.signal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntSupplier;
import spool.kernel.abi.Signal;

/// What is told with a signal: a `siginfo_t` (asm-generic/siginfo.h, the 64-bit layout).
public final class SignalInfo {
  /// Bytes of a `siginfo_t`.
  public static final int BYTES = 128;

  public static final int SI_USER = 0;
  public static final int SI_KERNEL = 0x80;
  public static final int SI_QUEUE = -1;
  public static final int SI_TIMER = -2;
  public static final int SI_MESGQ = -3;
  public static final int SI_TKILL = -6;

  public static final int CLD_EXITED = 1;
  public static final int CLD_KILLED = 2;
  public static final int CLD_DUMPED = 3;
  public static final int CLD_STOPPED = 5;
  public static final int CLD_CONTINUED = 6;

  public static final int SEGV_MAPERR = 1;
  public static final int SEGV_ACCERR = 2;
  public static final int BUS_ADRALN = 1;
  public static final int BUS_ADRERR = 2;
  public static final int ILL_ILLOPC = 1;
  public static final int TRAP_BRKPT = 1;

  private static final int SIGNAL = 0;
  private static final int CODE = 8;
  private static final int PID = 16;
  private static final int UID = 20;
  private static final int STATUS = 24;
  private static final int VALUE = 24;
  private static final int USER_TICKS = 32;
  private static final int SYSTEM_TICKS = 40;
  private static final int ADDRESS = 16;
  private static final int TIMER = 16;
  private static final int OVERRUN = 20;

  private final ByteBuffer raw = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);

  private Runnable whenTaken = () -> {};

  private SignalInfo(int signal, int code) {
    raw.putInt(SIGNAL, signal).putInt(CODE, code);
  }

  /// Sent by the kernel for no more than the signal's own reason.
  public static SignalInfo ofKernel(int signal) {
    return new SignalInfo(signal, SI_KERNEL);
  }

  /// Sent by the process `pid` of user `uid`, by `kill` (`SI_USER`) or `tgkill` (`SI_TKILL`).
  public static SignalInfo ofSender(int signal, int code, int pid, int uid) {
    SignalInfo info = new SignalInfo(signal, code);
    info.raw.putInt(PID, pid).putInt(UID, uid);
    return info;
  }

  /// Raised by an instruction, about `address`.
  public static SignalInfo ofFault(int signal, int code, long address) {
    SignalInfo info = new SignalInfo(signal, code);
    info.raw.putLong(ADDRESS, address);
    return info;
  }

  /// About the child `pid` of user `uid`: `CLD_EXITED` with its exit status, or another code with a
  /// signal.
  public static SignalInfo ofChild(int signal, int code, int pid, int uid, int status) {
    SignalInfo info = new SignalInfo(signal, code);
    info.raw.putInt(PID, pid).putInt(UID, uid).putInt(STATUS, status);
    return info;
  }

  /// The same about a child that used so much CPU time, in clock ticks.
  public SignalInfo withTimes(long userTicks, long systemTicks) {
    raw.putLong(USER_TICKS, userTicks).putLong(SYSTEM_TICKS, systemTicks);
    return this;
  }

  /// The expiry of POSIX timer `timer` with the value that its owner chose. `overruns` is asked
  /// when the signal leaves its queue.
  public static SignalInfo ofTimer(int signal, int timer, long value, IntSupplier overruns) {
    SignalInfo info = new SignalInfo(signal, SI_TIMER);
    info.raw.putInt(TIMER, timer).putLong(VALUE, value);
    info.whenTaken = () -> info.raw.putInt(OVERRUN, overruns.getAsInt());
    return info;
  }

  /// The arrival of a message that the process `pid` of user `uid` sent, with the value that the
  /// receiver chose.
  public static SignalInfo ofMessage(int signal, int pid, int uid, long value) {
    SignalInfo info = ofSender(signal, SI_MESGQ, pid, uid);
    info.raw.putLong(VALUE, value);
    return info;
  }

  /// The signal has left its queue.
  void taken() {
    whenTaken.run();
  }

  /// What a program composed itself, but for the signal's number.
  public static SignalInfo ofBytes(int signal, byte[] bytes) {
    SignalInfo info = new SignalInfo(signal, 0);
    info.raw.put(CODE, bytes, CODE, BYTES - CODE).putInt(SIGNAL + 4, 0);
    return info;
  }

  /// The signal.
  public int signal() {
    return raw.getInt(SIGNAL);
  }

  /// Why it was sent: `SI_*`, `CLD_*` and so on.
  public int code() {
    return raw.getInt(CODE);
  }

  /// The sender's or child's pid.
  public int pid() {
    return raw.getInt(PID);
  }

  /// The address of a fault.
  public long address() {
    return raw.getLong(ADDRESS);
  }

  /// The `siginfo_t`.
  public byte[] toBytes() {
    return raw.array().clone();
  }

  @Override
  public String toString() {
    return Signal.name(signal()) + " code " + code();
  }
}
