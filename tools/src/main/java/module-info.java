/// The `spool` command.
@org.jspecify.annotations.NullMarked
module spool.tools {
  requires static org.jspecify;
  requires info.picocli;
  requires spool.kernel;
  requires spool.userland;
}
