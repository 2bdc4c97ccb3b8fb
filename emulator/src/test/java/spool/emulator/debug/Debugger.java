package spool.emulator.debug;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;

/// A debugger that sends what it is told to.
final class Debugger implements AutoCloseable {
  private final Socket socket;
  private final InputStream input;
  private final PacketReader reader = new PacketReader();

  Debugger(int port) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      input = new BufferedInputStream(socket.getInputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Sends a packet and answers the next one that comes.
  String ask(String text) {
    tell(text);
    return hear();
  }

  /// Sends a packet.
  void tell(String text) {
    raw(Packets.packet(text));
  }

  /// Sends bytes.
  void raw(byte... bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The next packet, which is acknowledged.
  String hear() {
    try {
      while (true) {
        int value = input.read();
        if (value < 0) {
          throw new EOFException("the server has hung up");
        }
        Optional<Received> received = reader.accept(value);
        if (received.isPresent() && received.get() instanceof Received.Packet(String text)) {
          raw("+".getBytes(ISO_8859_1));
          return text;
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// The integer register or `pc`.
  long register(int number) {
    return Long.reverseBytes(Long.parseUnsignedLong(ask("p" + Packets.number(number)), 16));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
