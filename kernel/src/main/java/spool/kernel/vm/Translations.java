package spool.kernel.vm;

import java.util.List;
import java.util.function.Consumer;
import spool.emulator.hart.Hart;

/// The translations that harts have cached, to be forgotten when a page table changes.
public interface Translations {
  /// Forgets what is cached for the page of `address` in the address space `satp`.
  void forget(long satp, long address);

  /// Forgets all that is cached for the address space `satp`.
  void forgetAll(long satp);

  /// Does something to harts while they execute nothing, see
  /// [spool.emulator.machine.Machine#onEach].
  @FunctionalInterface
  interface Reach {
    /// Does `action` to each of `harts`.
    void onEach(List<Hart> harts, Consumer<Hart> action);
  }

  /// The caches of `harts`, which are reached by `reach`. A hart in another address space may know
  /// some from when it was in this one. It comes back only by the kernel, so that it need not stop.
  static Translations of(List<Hart> harts, Reach reach) {
    return new Translations() {
      @Override
      public void forget(long satp, long address) {
        forgetElsewhere(satp);
        reach.onEach(using(satp), hart -> hart.forgetTranslation(satp, address));
      }

      @Override
      public void forgetAll(long satp) {
        forgetElsewhere(satp);
        reach.onEach(using(satp), hart -> hart.forgetTranslations(satp));
      }

      private List<Hart> using(long satp) {
        return harts.stream().filter(hart -> hart.satp() == satp).toList();
      }

      private void forgetElsewhere(long satp) {
        for (Hart hart : harts) {
          if (hart.satp() != satp) {
            hart.forgetTranslations(satp);
          }
        }
      }
    };
  }
}
