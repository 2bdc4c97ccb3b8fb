package spool.kernel.exec;

/// Finds the interpreters, such as `/lib/ld-linux-riscv64-lp64d.so.1`, that dynamic programs name.
@FunctionalInterface
public interface Interpreters {
  /// The executable file at `path`. Throws as open(2) and execve(2), ENOENT when there is none.
  ProgramFile open(String path);
}
