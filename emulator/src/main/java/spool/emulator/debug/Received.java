package spool.emulator.debug;

/// What a debugger has sent, as [PacketReader] takes it apart.
sealed interface Received {
  /// A packet that arrived whole. Each character of `text` is a byte.
  record Packet(String text) implements Received {}

  /// A packet with a wrong checksum, or one that is too long.
  record Damaged() implements Received {}

  /// The wish that the target stops: Ctrl-C.
  record Break() implements Received {}

  /// The last packet did not arrive whole and is wanted again.
  record Refused() implements Received {}
}
