package spool.kernel.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import spool.emulator.image.Symbol;
import spool.emulator.memory.PhysicalMemory;
import spool.kernel.vm.AddressSpace;
import spool.kernel.vm.Frames;
import spool.kernel.vm.Limits;
import spool.kernel.vm.MemoryObject;
import spool.kernel.vm.Silence;

/// Names from symbol tables, good and bad.
class ProgramSymbolsProperties {
  private static final int HEADER = 64;
  private static final int SECTIONS = 0x3000;
  private static final int SYMBOLS = 0x3100;
  private static final int NAMES = 0x3200;
  private static final long CODE = 0x1_1000;
  private static final String NAME_BYTES = "\0work\0\033[2Jclear\0table\0";

  /// Overwrites a byte at or behind the section headers, or in the ELF header.
  record Lie(int position, byte value) {}

  private static byte[] program() {
    byte[] code = new byte[0x100];
    byte[] elf =
        new TestElf(false, CODE)
            .segment(CODE, TestElf.READ | TestElf.EXECUTE, code, code.length)
            .build();
    ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(elf, 0x4000)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(40, SECTIONS).putShort(58, (short) HEADER).putShort(60, (short) 3);
    section(bytes, 1, 2, SYMBOLS, 4 * 24, 2);
    section(bytes, 2, 3, NAMES, NAME_BYTES.length(), 0);
    symbol(bytes, 1, 1, 0x12, CODE, 0x20);
    symbol(bytes, 2, 6, 0x12, CODE + 0x20, 0x20);
    symbol(bytes, 3, 16, 0x11, 0x2_0000, 0x10);
    bytes.put(NAMES, NAME_BYTES.getBytes(StandardCharsets.US_ASCII));
    return bytes.array();
  }

  private static void section(
      ByteBuffer bytes, int index, int type, long offset, long size, int link) {
    int at = SECTIONS + index * HEADER;
    bytes
        .putInt(at + 4, type)
        .putLong(at + 24, offset)
        .putLong(at + 32, size)
        .putInt(at + 40, link);
  }

  private static void symbol(
      ByteBuffer bytes, int index, int name, int info, long address, long size) {
    int at = SYMBOLS + index * 24;
    bytes.putInt(at, name).put(at + 4, (byte) info).putShort(at + 6, (short) 1);
    bytes.putLong(at + 8, address).putLong(at + 16, size);
  }

  private static ProgramSymbols symbols(byte[] bytes) {
    Frames frames = new Frames(new PhysicalMemory(0x8000_0000L, 64 * Frames.BYTES));
    AddressSpace space = new AddressSpace(frames, new Silence(), Limits.DEFAULT);
    return ProgramSymbols.of(MemoryObject.of(frames, bytes), space);
  }

  @Example
  void addressesHaveTheNamesThatTheFileGivesThem() {
    ProgramSymbols symbols = symbols(program());
    assertEquals("work", symbols.code(CODE));
    assertEquals("work+0x1f", symbols.code(CODE + 0x1f));
    assertEquals(Optional.of("table+0x8"), symbols.data(0x2_0008));
    assertEquals(Optional.empty(), symbols.data(0x2_0010));
    assertEquals(List.of("table"), symbols.objects().stream().map(Symbol::name).toList());
  }

  @Example
  void whatATerminalWouldObeyIsNoName() {
    assertEquals("0x11020", symbols(program()).code(CODE + 0x20));
  }

  @Property(tries = 1000)
  void aTableThatMakesNoSenseGivesNumbers(@ForAll("lies") List<Lie> lies) {
    byte[] bytes = program();
    lies.forEach(lie -> bytes[lie.position] = lie.value);
    ProgramSymbols symbols = symbols(bytes);
    for (long address : new long[] {0, -1, CODE, CODE + 0x30, 0x2_0008}) {
      String text = symbols.code(address);
      assertTrue(text.chars().allMatch(letter -> letter > ' ' && letter < 0x7f), text);
      symbols.data(address);
    }
    assertTrue(symbols.objects().size() <= 4);
  }

  @Provide
  Arbitrary<List<Lie>> lies() {
    Arbitrary<Integer> positions =
        Arbitraries.oneOf(
            Arbitraries.integers().between(40, HEADER - 1),
            Arbitraries.integers().between(SECTIONS, NAMES + NAME_BYTES.length()));
    return Combinators.combine(positions, Arbitraries.bytes())
        .as(Lie::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }
}
