package spool.emulator.translate;

import spool.emulator.hart.PageWindow;
import spool.emulator.hart.RamView;

/// What instructions do, by what they see memory through.
///
/// @param windows a window, which shows them where in RAM an address is, or misses
/// @param pages the TLB
/// @param ram RAM itself, at an index that a window showed
record Views(Semantics windows, Semantics pages, Semantics ram) {
  static Views of(RamView view) {
    return new Views(
        new Semantics(PageWindow.class, view.form()),
        new Semantics(view.pages(), view.form()),
        new Semantics(view.form(), view.form()));
  }
}
