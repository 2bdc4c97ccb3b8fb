/// Writes, while the other modules compile, the tables that follow from one description: the
/// decoder and the interpreter's dispatch from the instructions, the dispatch and the list of
/// numbers from the system calls. Nothing here is needed when Spool runs.
@org.jspecify.annotations.NullMarked
module spool.generator {
  requires java.compiler;
  requires static org.jspecify;
}
