package spool.kernel.process;

import java.util.Locale;
import spool.kernel.abi.Signal;
import spool.kernel.signal.SignalInfo;

/// The one line that the kernel logs in place of a core file.
final class CoreLine {
  private CoreLine() {}

  /// What `task` died of: name, pid, signal, pc, the address of a fault, and the functions that it
  /// was in if its program has symbols.
  static String of(Task task, SignalInfo info) {
    CallChain chain = CallChain.of(task, CallChain.symbols(task));
    String address =
        Signal.contains(Signal.SYNCHRONOUS, info.signal()) && info.code() > SignalInfo.SI_USER
            ? String.format(Locale.ROOT, ", address 0x%x", info.address())
            : "";
    return String.format(
        Locale.ROOT,
        "%s[%d]: %s at pc 0x%x%s%s",
        task.name(),
        task.process().pid(),
        Signal.name(info.signal()),
        task.pc(),
        address,
        chain.isNamed() ? ", in " + chain.exactText() : "");
  }
}
