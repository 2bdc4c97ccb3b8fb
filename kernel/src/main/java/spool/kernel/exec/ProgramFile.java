package spool.kernel.exec;

import spool.kernel.vm.Label;
import spool.kernel.vm.MemoryObject;

/// A file to be executed: its contents, which the caller holds while it is loaded, and what
/// `/proc/N/maps` calls it.
public record ProgramFile(MemoryObject contents, Label label) {}
