package spool.kernel.exec;

import java.util.function.LongSupplier;
import spool.kernel.vm.Limits;

/// What execve(2) is to start.
///
/// @param path what `AT_EXECFN` says: the path as the caller gave it, one character for each byte
/// @param random the machine's seeded source of randomness, for `AT_RANDOM`
public record Program(
    ProgramFile file,
    String path,
    Arguments arguments,
    Identity identity,
    Limits limits,
    LongSupplier random) {}
