package spool.kernel.vm;

/// What identifies a futex word: an address in one address space, or, where several may share the
/// memory, the offset in the shared object. As in Linux a word is another futex to those who say
/// that they share it than to those who say that they do not.
public record FutexKey(Object owner, long offset, boolean shared) {}
