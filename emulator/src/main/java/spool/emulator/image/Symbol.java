package spool.emulator.image;

/// A name for an address; `sizeBytes` is zero where the assembler was not told.
public record Symbol(String name, long address, long sizeBytes, boolean isFunction) {}
