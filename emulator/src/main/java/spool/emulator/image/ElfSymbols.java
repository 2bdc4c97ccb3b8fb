package spool.emulator.image;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Reads the section `.symtab` and the names it refers to.
final class ElfSymbols {
  private static final int SHT_SYMTAB = 2;
  private static final int SYMBOL_BYTES = 24;

  /// More symbols, or more bytes of names, than programs have: whoever asks for names must not be
  /// made to hold whatever a file claims.
  private static final int MOST_SYMBOLS = 1 << 17;

  private static final int MOST_STRING_BYTES = 16 << 20;
  private static final int MOST_NAME_BYTES = 128;
  private static final short SHN_UNDEF = 0;
  private static final short SHN_ABS = (short) 0xfff1;
  private static final int STT_OBJECT = 1;
  private static final int STT_FUNC = 2;

  private record Section(int type, long offset, long length, int link) {}

  private ElfSymbols() {}

  static SymbolTable read(ElfBytes bytes, ElfHeader header) throws ElfException {
    List<Section> sections = sections(bytes, header);
    for (Section section : sections) {
      if (section.type == SHT_SYMTAB) {
        return new SymbolTable(symbols(bytes, section, strings(bytes, sections, section.link)));
      }
    }
    return new SymbolTable(List.of());
  }

  private static List<Section> sections(ElfBytes bytes, ElfHeader header) throws ElfException {
    int size = ElfHeader.SECTION_HEADER_BYTES;
    long length = (long) header.sectionHeaders() * size;
    if (length == 0) {
      return List.of();
    }
    ByteBuffer table = bytes.read(header.sectionHeaderOffset(), length, "the section header table");
    List<Section> sections = new ArrayList<>();
    for (int at = 0; at < length; at += size) {
      sections.add(
          new Section(
              table.getInt(at + 4),
              table.getLong(at + 24),
              table.getLong(at + 32),
              table.getInt(at + 40)));
    }
    return sections;
  }

  private static ByteBuffer strings(ElfBytes bytes, List<Section> sections, int link)
      throws ElfException {
    if (link < 0 || link >= sections.size()) {
      throw new ElfException("the symbol names are in section %d, which is none".formatted(link));
    }
    return read(bytes, sections.get(link), MOST_STRING_BYTES, "the symbol names");
  }

  private static ByteBuffer read(ElfBytes bytes, Section section, int most, String what)
      throws ElfException {
    if (Long.compareUnsigned(section.length, most) > 0) {
      throw new ElfException("%s: 0x%x bytes are too many".formatted(what, section.length));
    }
    return bytes.read(section.offset, section.length, what);
  }

  private static List<Symbol> symbols(ElfBytes bytes, Section section, ByteBuffer strings)
      throws ElfException {
    ByteBuffer table = read(bytes, section, MOST_SYMBOLS * SYMBOL_BYTES, "the symbol table");
    List<Symbol> symbols = new ArrayList<>();
    for (int at = 0; at + SYMBOL_BYTES <= table.limit(); at += SYMBOL_BYTES) {
      String name = ElfBytes.text(strings, table.getInt(at), MOST_NAME_BYTES, "a symbol's name");
      if (isAddress(table, at) && isGiven(name)) {
        symbols.add(
            new Symbol(name, table.getLong(at + 8), table.getLong(at + 16), isCode(table, at)));
      }
    }
    return symbols;
  }

  /// Whether the symbol is a function, object or label that is defined here.
  private static boolean isAddress(ByteBuffer table, int at) {
    int type = table.get(at + 4) & 0xf;
    return type <= STT_FUNC && table.getShort(at + 6) != SHN_UNDEF;
  }

  /// Assemblers mark where code and data alternate by names of their own that begin with `$`, and
  /// places within functions by `.L`.
  private static boolean isGiven(String name) {
    return !name.isEmpty() && !name.startsWith("$") && !name.startsWith(".L");
  }

  private static boolean isCode(ByteBuffer table, int at) {
    return (table.get(at + 4) & 0xf) != STT_OBJECT && table.getShort(at + 6) != SHN_ABS;
  }
}
