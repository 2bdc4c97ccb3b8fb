package spool.emulator.hart;

/// What a hart has learnt of its page tables at one privilege, and since when: `epoch` is another
/// number each time that something was forgotten.
final class TranslationCache {
  final Tlb fetches = new Tlb();
  final Tlb loads = new Tlb();
  final Tlb stores = new Tlb();
  long epoch;

  void clear() {
    fetches.clear();
    clearData();
  }

  void clearData() {
    loads.clear();
    stores.clear();
  }

  void remove(long address) {
    fetches.remove(address);
    loads.remove(address);
    stores.remove(address);
  }
}
