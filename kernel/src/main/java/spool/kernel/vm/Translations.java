package spool.kernel.vm;

import java.util.List;
import spool.emulator.hart.Hart;

/// The translations that harts have cached, to be forgotten when a page table changes.
public interface Translations {
  /// Forgets what is cached for the page of `address` in the address space `satp`.
  void forget(long satp, long address);

  /// Forgets all that is cached for the address space `satp`.
  void forgetAll(long satp);

  /// The caches of `harts`. A hart that has switched to another address space since has nothing
  /// left to forget.
  static Translations of(List<Hart> harts) {
    return new Translations() {
      @Override
      public void forget(long satp, long address) {
        for (Hart hart : harts) {
          if (hart.satp() == satp) {
            hart.flushTranslation(address);
          }
        }
      }

      @Override
      public void forgetAll(long satp) {
        for (Hart hart : harts) {
          if (hart.satp() == satp) {
            hart.flushTranslations();
          }
        }
      }
    };
  }
}
