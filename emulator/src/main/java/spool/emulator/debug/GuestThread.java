package spool.emulator.debug;

/// What a debugger sees as a thread.
///
/// @param id its number, above 0
/// @param name what the user reads
/// @param state what it does at the moment, for the user too
public record GuestThread(int id, String name, String state) {}
