package spool.emulator.debug;

import java.io.IOException;
import java.io.OutputStream;

/// The way to a debugger that is there: packets that acknowledge each other, until it wants them
/// not to. When it vanishes, what it should have got is lost.
final class Connection {
  private final OutputStream output;
  final Session session;
  private boolean acknowledges = true;
  private byte[] last = {};

  Connection(OutputStream output, Session session) {
    this.output = output;
    this.session = session;
  }

  /// Sends a packet.
  void send(String text) {
    last = Packets.packet(text);
    repeat();
  }

  /// Sends the last packet again.
  void repeat() {
    write(last);
  }

  /// Says that a packet has arrived.
  void accept() {
    acknowledge('+');
  }

  /// Says that a packet has not arrived whole.
  void refuse() {
    acknowledge('-');
  }

  /// Sends a packet, the last with acknowledgements.
  void acknowledgeNoMore(String text) {
    acknowledges = false;
    send(text);
  }

  private void acknowledge(char sign) {
    if (acknowledges) {
      write(new byte[] {(byte) sign});
    }
  }

  private void write(byte[] bytes) {
    try {
      output.write(bytes);
      output.flush();
    } catch (IOException _) {
      // The other thread will find that there is nobody.
    }
  }
}
