package spool.emulator.machine;

import java.util.List;

/// Something that came from outside into a run.
///
/// @param moment when it came, or rather the place in front of it
/// @param mail those parts of it that came by the [Inbox]
/// @param action what it did to the machine
record Input(Moment moment, List<Runnable> mail, Runnable action) {}
