package spool.tools.cli;

import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import spool.emulator.machine.Machine;
import spool.emulator.machine.Pacer;
import spool.tools.computer.TcpCable;

/// The option that gives a machine a network card.
final class NetworkOption {
  private static final String LISTEN = "listen:";
  private static final String CONNECT = "connect:";
  private static final String LOOSE = "none";
  private static final int MOST_PORT = 0xffff;

  /// Addresses of the kind that nobody owns; the two ends of a cable have different ones.
  private static final byte[] ADDRESS = {0x52, 0x54, 0, 0x12, 0x34, 0x56};

  private static final byte[] OTHER_ADDRESS = {0x52, 0x54, 0, 0x12, 0x34, 0x57};

  private final Setting<Optional<String>> where =
      Setting.optional(
          String.class,
          OptionSpec.builder("--network")
              .paramLabel("CABLE")
              .description(
                  "Add a virtio network card: 'listen:PORT' and 'connect:PORT' are the ends of a cable"
                      + " between two machines of this computer, also QEMU's '-netdev socket'; 'none' is"
                      + " no cable."));

  private Optional<TcpCable> cable = Optional.empty();

  /// Adds the option to `command`.
  void addTo(CommandSpec command) {
    Setting.addAll(command, where);
  }

  /// Adds the card to `builder`. At a cable, idle time passes as the host's clock goes, as it does
  /// at the other end.
  void addTo(Machine.Builder builder) {
    where.get().ifPresent(name -> add(builder, name));
  }

  /// Which cable there is.
  Optional<String> cable() {
    return where.get();
  }

  /// Takes the cable of a saved machine, unless another one was named.
  void adopt(Optional<String> saved) {
    if (where.get().isPresent() && saved.isEmpty()) {
      throw new Failure(ExitStatus.USAGE, "--restore: the saved machine has no network card");
    }
    where.set(where.get().or(() -> saved));
  }

  private void add(Machine.Builder builder, String name) {
    try {
      cable = open(name);
      cable.ifPresent(open -> builder.pacer(Pacer.hostClock()));
      builder.network(
          name.startsWith(CONNECT) ? OTHER_ADDRESS : ADDRESS,
          frame -> cable.ifPresent(open -> open.send(frame)));
    } catch (IOException failure) {
      throw new Failure(
          ExitStatus.USAGE, "--network: cannot %s: %s".formatted(name, failure.getMessage()));
    } catch (IllegalArgumentException unsuitable) {
      throw new Failure(ExitStatus.USAGE, "--network: " + unsuitable.getMessage());
    }
  }

  private static Optional<TcpCable> open(String name) throws IOException {
    if (name.startsWith(LISTEN)) {
      return Optional.of(TcpCable.listen(port(name.substring(LISTEN.length()))));
    }
    if (name.startsWith(CONNECT)) {
      return Optional.of(TcpCable.connect(port(name.substring(CONNECT.length()))));
    }
    if (name.equals(LOOSE)) {
      return Optional.empty();
    }
    throw new IllegalArgumentException(
        "there is no cable '%s', only listen:PORT, connect:PORT and none".formatted(name));
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= MOST_PORT) {
        return port;
      }
    } catch (NumberFormatException _) {
      // As a number that is none of a port.
    }
    throw new IllegalArgumentException(
        "there is no port '%s', only 1 to %d".formatted(text, MOST_PORT));
  }

  /// Lets what comes by the cable go to `machine`.
  void connect(Machine machine) {
    cable.ifPresent(open -> open.to(machine, machine.board().network().orElseThrow()::receive));
  }

  /// Pulls the cable out.
  void finish() {
    cable.ifPresent(TcpCable::close);
  }
}
