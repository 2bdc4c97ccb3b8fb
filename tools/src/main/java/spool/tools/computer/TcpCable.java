package spool.tools.computer;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import spool.emulator.device.VirtioNetwork;
import spool.emulator.machine.Inbox;
import spool.emulator.machine.Machine;

/// A network cable between two machines of one computer: a TCP connection of the loopback interface
/// on which each frame follows its length in four bytes, the largest first, as on QEMU's `-netdev
/// socket`.
///
/// The machine's thread never waits for it: frames for which there is no room are lost, as on any
/// Ethernet, and so are those sent while nobody is at the other end. Two threads carry the frames,
/// one each way. While the cable can bring something, the machine waits for it.
public final class TcpCable implements AutoCloseable {
  private static final int MOST_UNDER_WAY = 256;

  /// How one end gets to the other.
  @FunctionalInterface
  private interface Opening {
    Socket open() throws IOException;
  }

  private final Opening opening;
  private final BlockingQueue<byte[]> outgoing = new ArrayBlockingQueue<>(MOST_UNDER_WAY);
  private final Semaphore roomForIncoming = new Semaphore(MOST_UNDER_WAY);
  private final Closeable plug;
  private volatile @Nullable Socket socket;

  private TcpCable(Opening opening, Closeable plug) {
    this.opening = opening;
    this.plug = plug;
  }

  /// The end that waits at `port` for the other one.
  public static TcpCable listen(int port) throws IOException {
    ServerSocket server = new ServerSocket();
    try {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException failure) {
      server.close();
      throw failure;
    }
    return new TcpCable(server::accept, server);
  }

  /// The end that goes to the other one, which waits at `port` already.
  public static TcpCable connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    return new TcpCable(() -> socket, socket);
  }

  /// Sends a frame.
  public void send(byte[] frame) {
    if (socket != null) {
      outgoing.offer(frame);
    }
  }

  /// Lets the frames go to `receiver`, on the thread of `machine`.
  public void to(Machine machine, Consumer<byte[]> receiver) {
    Inbox.Source source = machine.inbox().open();
    Thread.ofPlatform()
        .daemon()
        .name("network input")
        .start(() -> carry(machine, source, receiver));
  }

  private void carry(Machine machine, Inbox.Source source, Consumer<byte[]> receiver) {
    try (Socket open = opening.open()) {
      open.setTcpNoDelay(true);
      socket = open;
      Thread writer = Thread.ofPlatform().daemon().name("network output").start(() -> write(open));
      try {
        read(open, machine, receiver);
      } finally {
        writer.interrupt();
      }
    } catch (IOException _) {
      // The other end has gone, or this one: the cable hangs loose.
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    } finally {
      socket = null;
      machine.inbox().post(source::close);
    }
  }

  private void read(Socket open, Machine machine, Consumer<byte[]> receiver)
      throws IOException, InterruptedException {
    DataInputStream input = new DataInputStream(new BufferedInputStream(open.getInputStream()));
    while (true) {
      int length = input.readInt();
      if (length < 0 || length > VirtioNetwork.MOST_FRAME_BYTES) {
        input.skipNBytes(Integer.toUnsignedLong(length));
        continue;
      }
      byte[] frame = input.readNBytes(length);
      roomForIncoming.acquire();
      machine
          .inbox()
          .post(
              () -> {
                machine.once(roomForIncoming::release);
                receiver.accept(frame);
              });
    }
  }

  private void write(Socket open) {
    try {
      OutputStream output = open.getOutputStream();
      while (!open.isClosed()) {
        byte[] frame = outgoing.take();
        ByteBuffer message = ByteBuffer.allocate(Integer.BYTES + frame.length);
        output.write(message.putInt(frame.length).put(frame).array());
      }
    } catch (IOException _) {
      // As in the other direction.
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      plug.close();
      Socket open = socket;
      if (open != null) {
        open.close();
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("the cable cannot be pulled out", failure);
    }
  }
}
