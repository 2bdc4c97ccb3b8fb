package spool.emulator.hart;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/// What a hart has learnt of one address space, with a cache for each privilege that it was in.
final class SpaceCaches {
  /// No value of `satp`.
  static final long NOWHERE = -1;

  private final Map<Privilege, TranslationCache> caches = new EnumMap<>(Privilege.class);

  /// The address space, as `satp` has it; [#NOWHERE] when all of this is to be forgotten.
  long satp = NOWHERE;

  /// The cache at `privilege`, made by `maker` if there was none.
  TranslationCache at(Privilege privilege, Function<Privilege, TranslationCache> maker) {
    return caches.computeIfAbsent(privilege, maker);
  }

  /// All caches.
  Collection<TranslationCache> all() {
    return caches.values();
  }
}
