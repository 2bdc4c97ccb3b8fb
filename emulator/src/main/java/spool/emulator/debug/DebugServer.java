package spool.emulator.debug;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import spool.emulator.machine.Outcome;

/// Lets a debugger, which comes by a TCP connection of the loopback interface, have a target.
///
/// Two threads take part. The machine's calls [#run], and there runs the target or, while the
/// debugger holds it, serves packets: so nobody else touches the machine. The other one waits for a
/// connection and reads it, one after the other for as long as the server is open; of what it finds
/// it hands over everything, and it acts itself on Ctrl-C alone.
///
/// The target stands still until the first debugger is there. When a debugger has let go of it, or
/// has vanished, it runs on as if there had never been one, until another one comes.
public final class DebugServer implements AutoCloseable {
  /// What the reading thread hands over.
  private sealed interface Mail {
    /// A debugger has come, to be answered by `output`.
    record Come(OutputStream output) implements Mail {}

    /// It has sent something.
    record Sent(Received received) implements Mail {}

    /// It has gone.
    record Gone() implements Mail {}

    /// The run is to be left.
    record Leave() implements Mail {}

    /// Whether the target must not run on before this is served.
    default boolean isUrgent() {
      return !(this instanceof Sent(Received received)) || received instanceof Received.Break;
    }
  }

  private final ServerSocket listener;
  private final BlockingQueue<Mail> mail = new LinkedBlockingQueue<>();
  private final Target target;
  private Optional<Connection> connection = Optional.empty();
  private Moves moves = Moves.CONTINUE;
  private boolean hasBegun;

  /// Written by the machine's thread, read by the other one.
  private volatile boolean isRunning;

  private DebugServer(ServerSocket listener, Target target) {
    this.listener = listener;
    this.target = target;
  }

  /// A server for `target` that waits at `port`; 0 is a free port of the system's choice.
  public static DebugServer listen(int port, Target target) throws IOException {
    ServerSocket listener = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    DebugServer server = new DebugServer(listener, target);
    Thread.ofPlatform().daemon().name("debugger").start(server::receive);
    return server;
  }

  /// The port where it waits.
  public int port() {
    return listener.getLocalPort();
  }

  /// Runs the target as the debugger has it until its end, and answers that. After
  /// [Outcome.Stopped] it can be called again.
  public Outcome run() throws InterruptedException {
    if (!hasBegun) {
      hasBegun = true;
      Optional<Outcome> early = target.begin();
      if (early.isPresent()) {
        return early.get();
      }
    }
    while (true) {
      Optional<Outcome> end = isRunning ? resume() : serve(mail.take());
      if (end.isPresent()) {
        return end.get();
      }
    }
  }

  /// Ends [#run] with [Outcome.Stopped] soon. Any thread may call it.
  public void requestStop() {
    mail.add(new Mail.Leave());
    target.interrupt();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException _) {
      // Nobody waits there any more in any case.
    }
  }

  // The machine's thread

  private Optional<Outcome> resume() {
    Stop stop = target.resume(moves);
    isRunning = false;
    switch (stop) {
      case Stop.Left(Outcome outcome) -> {
        isRunning = true;
        return Optional.of(outcome);
      }
      case Stop.Over(Outcome outcome, String report) -> {
        connection.ifPresent(open -> open.send(report));
        return Optional.of(outcome);
      }
      case Stop.At at -> connection.ifPresent(open -> open.send(open.session.stopped(at)));
    }
    return connection.isPresent() ? Optional.empty() : served();
  }

  /// Without a debugger the target stops only because there is mail.
  private Optional<Outcome> served() {
    Mail next = mail.poll();
    if (next == null) {
      go(moves);
      return Optional.empty();
    }
    return serve(next);
  }

  private void go(Moves next) {
    moves = next;
    target.prepare();
    isRunning = true;
    if (mail.stream().anyMatch(Mail::isUrgent)) {
      target.interrupt();
    }
  }

  private Optional<Outcome> serve(Mail next) {
    switch (next) {
      case Mail.Come(OutputStream output) -> come(output);
      case Mail.Gone _ -> letGo();
      case Mail.Sent(Received.Packet(String text)) -> {
        return connection.isEmpty() ? Optional.empty() : serve(connection.get(), text);
      }
      case Mail.Sent(Received.Damaged _) -> connection.ifPresent(Connection::refuse);
      case Mail.Sent(Received.Refused _) -> connection.ifPresent(Connection::repeat);
      case Mail.Sent(Received.Break _) -> {}
      case Mail.Leave _ -> {
        return Optional.of(new Outcome.Stopped());
      }
    }
    return Optional.empty();
  }

  private void come(OutputStream output) {
    target.attach();
    Stop.At first = new Stop.At(Stop.SIGTRAP, target.current(), "");
    connection = Optional.of(new Connection(output, new Session(target, first)));
  }

  private void letGo() {
    connection = Optional.empty();
    target.release();
    go(Moves.CONTINUE);
  }

  private Optional<Outcome> serve(Connection open, String text) {
    open.accept();
    switch (open.session.serve(text)) {
      case Next.Answer(String answer) -> open.send(answer);
      case Next.LastAcknowledged(String answer) -> open.acknowledgeNoMore(answer);
      case Next.Run(Moves next) -> go(next);
      case Next.GoBack(int thread, boolean isStep) -> goBack(open, thread, isStep);
      case Next.Detach(String answer) -> {
        open.send(answer);
        letGo();
      }
      case Next.End(String answer) -> {
        if (!answer.isEmpty()) {
          open.send(answer);
        }
        return Optional.of(new Outcome.Stopped());
      }
    }
    return Optional.empty();
  }

  private void goBack(Connection open, int thread, boolean isStep) {
    go(moves);
    if (target.reverse(thread, isStep) instanceof Stop.At at) {
      open.send(open.session.stopped(at));
    }
    isRunning = false;
  }

  // The other thread

  private void receive() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.setTcpNoDelay(true);
        hand(new Mail.Come(socket.getOutputStream()));
        read(new BufferedInputStream(socket.getInputStream()));
      } catch (IOException _) {
        // The debugger has vanished, or the server is closed.
      }
      hand(new Mail.Gone());
    }
  }

  private void read(InputStream input) throws IOException {
    PacketReader reader = new PacketReader();
    for (int value = input.read(); value >= 0; value = input.read()) {
      reader.accept(value).ifPresent(received -> hand(new Mail.Sent(received)));
    }
  }

  /// What is urgent stops the target if it runs, be it only for a moment.
  private void hand(Mail next) {
    mail.add(next);
    if (isRunning && next.isUrgent()) {
      target.interrupt();
    }
  }
}
