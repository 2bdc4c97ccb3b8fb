package spool.tools.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import spool.emulator.device.TapeImage;

class TapeCommandTest {
  @TempDir Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return path(name);
  }

  private void assertFails(int status, String message, String... arguments) {
    CommandRun result = CommandRun.of(arguments);
    assertEquals(status, result.status(), result.error());
    assertTrue(result.error().contains(message), result.error());
    assertEquals(1, result.error().lines().count(), result.error());
  }

  @Test
  void packsListsAndExtracts() throws IOException {
    String one = file("one", "x".repeat(25));
    String two = file("two", "y");
    String tape = path("t.tap");
    assertEquals(0, CommandRun.of("tape", "pack", "--block", "10", tape, one, two).status());
    CommandRun list = CommandRun.of("tape", "list", tape);
    List<String> lines =
        list.output().lines().map(line -> line.strip().replaceAll(" +", " ")).toList();
    assertEquals(
        List.of(
            "FILE RECORDS LENGTH",
            "0 0-1 10",
            "0 2 5",
            "0 tape mark",
            "1 0 1",
            "1 tape mark",
            "2 tape mark",
            "4 records, 3 tape marks, 26 bytes"),
        lines);
    assertEquals(0, CommandRun.of("tape", "extract", "-o", path("out"), tape).status());
    assertEquals("x".repeat(25), Files.readString(folder.resolve("out/file0")));
    assertEquals("y", Files.readString(folder.resolve("out/file1")));
    assertFails(1, "exists already", "tape", "extract", "-o", path("out"), tape);
    assertEquals("y", CommandRun.of("tape", "extract", "-o", "-", "--file", "1", tape).output());
    assertFails(1, "no file 2, there are 2", "tape", "extract", "--file", "2", tape);
  }

  @Test
  void packsDecksAsCards() throws IOException {
    String deck = file("deck", "$JOB one\r\n$RUN ls\n");
    String tape = path("deck.tap");
    assertEquals(0, CommandRun.of("tape", "pack", "--cards", tape, deck).status());
    TapeImage image = TapeImage.of(Files.readAllBytes(folder.resolve("deck.tap")));
    String card = new String(image.data(image.items().getFirst()), UTF_8);
    assertEquals("$JOB one" + " ".repeat(72) + "$RUN ls" + " ".repeat(73), card);
    assertEquals(
        "$JOB one\n$RUN ls\n", CommandRun.of("tape", "extract", "--cards", "-o-", tape).output());
    assertEquals(
        0, CommandRun.of("tape", "pack", "--cards", "--blocking", "1", tape, deck).status());
    assertTrue(CommandRun.of("tape", "list", tape).output().contains("0-1        80"));
    String wide = file("wide", "ok\n" + "x".repeat(81));
    assertFails(
        1, "wide: line 2 has 81 columns, a card has 80", "tape", "pack", "--cards", tape, wide);
  }

  @Test
  void damageIsToldWithItsPlace() throws IOException {
    String tape = path("t.tap");
    CommandRun.of("tape", "pack", "--block", "4", tape, file("one", "abcdefgh"));
    byte[] whole = Files.readAllBytes(folder.resolve("t.tap"));
    Files.write(folder.resolve("t.tap"), Arrays.copyOf(whole, 20));
    String message = "t.tap: damaged at byte 12: there is a record of 4 bytes of which 4 are there";
    assertFails(1, message, "tape", "list", tape);
    assertTrue(CommandRun.of("tape", "list", tape).output().contains("1 records"));
    assertFails(1, message, "tape", "copy", tape, path("copy.tap"));
    assertFalse(Files.exists(folder.resolve("copy.tap")));
    assertFails(1, message, "tape", "extract", "-o", path("out"), tape);
    assertEquals("abcd", Files.readString(folder.resolve("out/file0")));
    assertEquals(0, CommandRun.of("tape", "copy", "--repair", tape, path("copy.tap")).status());
    assertArrayEquals(Arrays.copyOf(whole, 12), Files.readAllBytes(folder.resolve("copy.tap")));
  }

  @Test
  void badInputIsOneLine() throws IOException {
    assertFails(1, "none.tap: no such file", "tape", "list", path("none.tap"));
    assertFails(1, "none: cannot be read", "tape", "pack", path("t.tap"), path("none"));
    assertFails(
        2, "--blocking: only with --cards", "tape", "pack", "--blocking", "3", path("t.tap"));
    assertFails(2, "not of 1 to", "tape", "pack", "--block", "1G", path("t.tap"));
    assertFails(2, "none.tap: no such file", "run", "--tape0", path("none.tap"), "true");
    assertEquals(0, CommandRun.of("tape", "pack", path("blank.tap")).status());
    assertEquals(0, Files.size(folder.resolve("blank.tap")));
  }

  @Test
  void aRunSavesTheTapesThatItWrites() throws IOException {
    CommandRun.of("tape", "pack", path("new.tap"));
    CommandRun.of("tape", "pack", path("guarded.tap"), file("one", "kept"));
    byte[] guarded = Files.readAllBytes(folder.resolve("guarded.tap"));
    System.setProperty("spool.terminal", "false");
    CommandRun run =
        CommandRun.of(
            "run",
            "--tape0",
            path("new.tap"),
            "--tape1",
            path("guarded.tap") + ":ro",
            "--printer",
            path("paper"),
            "sh",
            "-c",
            "echo hello > /dev/nst0; echo listing > /dev/lp0; mt -f /dev/nst1 weof");
    assertEquals(1, run.status(), run.error());
    assertEquals("hello\n", CommandRun.of("tape", "extract", "-o-", path("new.tap")).output());
    assertArrayEquals(guarded, Files.readAllBytes(folder.resolve("guarded.tap")));
    assertEquals("listing\n", Files.readString(folder.resolve("paper")));
  }
}
