package spool.kernel.trace;

import java.util.OptionalInt;

/// The account of one job.
///
/// @param number its number
/// @param name its name
/// @param pid its first process, if it got one
/// @param result how it ended, in the words of its mark: `rejected`, or what followed `ends`; empty
///   while it has not
/// @param admission of its waiting, the part before its first process was made, in cycles
/// @param service what all its processes together got
public record JobAccount(
    int number, String name, OptionalInt pid, String result, long admission, Service service) {}
