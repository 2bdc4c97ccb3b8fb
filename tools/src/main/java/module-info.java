/// The `spool` command, and the computer that Java programs embed.
@org.jspecify.annotations.NullMarked
module spool.tools {
  requires static org.jspecify;
  requires info.picocli;
  requires java.management;
  requires org.jline.nativ;
  requires org.jline.reader;
  requires org.jline.terminal;
  requires transitive spool.kernel;
  requires transitive spool.userland;

  exports spool.tools.batch;
  exports spool.tools.computer;
  exports spool.tools.explore;
  exports spool.tools.report;
}
