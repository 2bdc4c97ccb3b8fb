package spool.tools.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import spool.emulator.machine.Inbox;
import spool.emulator.machine.Machine;

/// A stream of the host's at the machine's serial port.
///
/// A thread reads what there is and posts it to the machine, and reads on when the last byte of
/// that has left the line: however much the stream has, little of it is held. The machine waits for
/// the stream only while the thread reads; a guest that sleeps and does not take its input waits
/// for nothing.
public final class SerialInput {
  private static final int CHUNK_BYTES = 4096;

  private final InputStream input;
  private final Machine machine;
  private final Semaphore taken = new Semaphore(0);
  private Inbox.Source source;

  private SerialInput(InputStream input, Machine machine) {
    this.input = input;
    this.machine = machine;
    source = machine.inbox().open();
  }

  /// Connects `input` to `machine`, which does not run yet. A stream that fails has ended.
  public static void connect(InputStream input, Machine machine) {
    SerialInput serial = new SerialInput(input, machine);
    machine.board().console().onSilence(() -> machine.once(serial::silent));
    Thread.ofPlatform().daemon().name("serial input").start(serial::read);
  }

  private void read() {
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      for (int count = input.read(chunk); count >= 0; count = input.read(chunk)) {
        byte[] bytes = Arrays.copyOf(chunk, count);
        machine.inbox().post(() -> deliver(bytes));
        taken.acquire();
      }
    } catch (IOException _) {
      // As at the end of the stream, there is no more input.
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
    machine.inbox().post(() -> machine.once(source::close));
  }

  private void deliver(byte[] bytes) {
    machine.board().console().receive(bytes);
    machine.once(source::close);
  }

  private void silent() {
    source.close();
    source = machine.inbox().open();
    taken.release();
  }
}
