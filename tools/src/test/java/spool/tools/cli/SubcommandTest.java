package spool.tools.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

class SubcommandTest {
  @ParameterizedTest
  @EnumSource
  void isNamedAsItsCommandSaysAndExplainsItselfAloneAsAmongAll(Subcommand subcommand) {
    CommandLine all = Spool.commandLine(List.of(Subcommand.values()));
    CommandLine alone = Spool.commandLine(Subcommand.neededFor(subcommand.word(), "--help"));

    assertEquals(List.of(subcommand.word()), List.copyOf(alone.getSubcommands().keySet()));
    assertEquals(subcommand.word(), new CommandLine(subcommand.make()).getCommandName());
    assertEquals(help(all, subcommand), help(alone, subcommand));
  }

  private static String help(CommandLine spool, Subcommand subcommand) {
    return Optional.ofNullable(spool.getSubcommands().get(subcommand.word()))
        .orElseThrow()
        .getUsageMessage();
  }

  @Test
  void allAreThereForWhatNamesNone() {
    String help = CommandRun.of("--help").output();

    Stream.of(Subcommand.values())
        .map(Subcommand::word)
        .forEach(word -> assertEquals(1, help.lines().filter(each -> names(each, word)).count()));
    assertEquals(
        new CommandRun(2, "", "spool: Missing required subcommand; see 'spool --help'\n"),
        CommandRun.of());
    assertEquals(
        new CommandRun(2, "", "spool: Unmatched argument at index 0: 'rum'; see 'spool --help'\n"),
        CommandRun.of("rum"));
  }

  private static boolean names(String line, String word) {
    return line.startsWith("  " + word + " ");
  }

  @Test
  void whatIsWrongWithOneIsSaidAsBefore() {
    assertEquals(
        new CommandRun(
            2, "", "spool: Missing required parameter: 'PROGRAM'; see 'spool run --help'\n"),
        CommandRun.of("run", "--foo"));
    assertEquals(
        new CommandRun(
            2, "", "spool: Unmatched argument at index 1: 'foo'; see 'spool boot --help'\n"),
        CommandRun.of("boot", "foo"));
  }
}
