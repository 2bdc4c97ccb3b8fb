package spool.kernel.vm;

/// What identifies a futex word: an address in one address space, or, where several may share the
/// memory, the offset in the shared object.
public record FutexKey(Object owner, long offset) {}
