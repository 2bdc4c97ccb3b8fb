package spool.kernel.trace;

import java.util.OptionalInt;

/// The account of one process.
///
/// @param pid its number
/// @param parent the number of the process that made it, 0 for the first
/// @param name the program that it executed last
/// @param job the number of the job that it belongs to, if it does
/// @param status its exit status as a shell shows it, if it has ended
/// @param service what it got
public record ProcessAccount(
    int pid, int parent, String name, OptionalInt job, OptionalInt status, Service service) {}
