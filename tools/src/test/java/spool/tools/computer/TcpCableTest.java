package spool.tools.computer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import spool.emulator.device.VirtioNetwork;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Outcome;

class TcpCableTest {
  private static final byte[] FRAME = {1, 2, 3, 4, 5};

  private final Machine machine = new Machine(1, 1 << 20);
  private final List<byte[]> received = new ArrayList<>();

  private void receive(byte[] frame) {
    received.add(frame);
    if (received.size() == 2) {
      machine.requestStop();
    }
  }

  private static ServerSocket server() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @Test
  void framesFollowTheirLength() throws IOException {
    try (ServerSocket server = server();
        TcpCable cable = TcpCable.connect(server.getLocalPort());
        Socket other = server.accept()) {
      cable.to(machine, this::receive);
      DataOutputStream output = new DataOutputStream(other.getOutputStream());
      output.writeInt(FRAME.length);
      output.write(FRAME);
      output.writeInt(VirtioNetwork.MOST_FRAME_BYTES + 1);
      output.write(new byte[VirtioNetwork.MOST_FRAME_BYTES + 1]);
      output.writeInt(1);
      output.write(9);
      assertInstanceOf(Outcome.Stopped.class, machine.run());
      assertArrayEquals(FRAME, received.get(0));
      assertArrayEquals(new byte[] {9}, received.get(1), "the one that is too long is lost");

      cable.send(FRAME);
      DataInputStream input = new DataInputStream(other.getInputStream());
      assertEquals(FRAME.length, input.readInt());
      assertArrayEquals(FRAME, input.readNBytes(FRAME.length));
    }
  }

  @Test
  void aCableThatHangsLooseIsNotWaitedFor() throws IOException {
    try (ServerSocket server = server();
        TcpCable cable = TcpCable.connect(server.getLocalPort())) {
      cable.to(machine, this::receive);
      server.accept().close();
      assertInstanceOf(Outcome.IdleForever.class, machine.run());
      cable.send(FRAME);
    }
  }

  @Test
  void waitsForTheOtherEnd() throws IOException {
    int port;
    try (ServerSocket free = server()) {
      port = free.getLocalPort();
    }
    try (TcpCable cable = TcpCable.listen(port);
        Socket other = new Socket(InetAddress.getLoopbackAddress(), port)) {
      cable.to(machine, this::receive);
      other.getOutputStream().write(new byte[] {0, 0, 0, 1, 7, 0, 0, 0, 1, 8});
      assertInstanceOf(Outcome.Stopped.class, machine.run());
      assertArrayEquals(new byte[] {8}, received.get(1));
    }
  }
}
