/// The programs of the in-box image, the C library that they are built on, and the compiler driver
/// that builds them and users' own programs.
@org.jspecify.annotations.NullMarked
module spool.userland {
  requires static org.jspecify;

  exports spool.userland;
}
