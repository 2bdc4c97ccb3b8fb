package spool.kernel.exec;

import spool.kernel.vm.AddressSpace;

/// A program in memory, ready to begin at `entry` with the stack pointer `stackPointer`, every
/// other register zero. The address space is used once, by whoever loaded the program.
public record Image(AddressSpace memory, long entry, long stackPointer) {}
