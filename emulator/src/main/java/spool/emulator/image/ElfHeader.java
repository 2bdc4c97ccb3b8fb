package spool.emulator.image;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The fields of the ELF header that matter, found to be those of a riscv64 program.
record ElfHeader(
    boolean isPositionIndependent,
    long entry,
    long programHeaderOffset,
    int programHeaders,
    long sectionHeaderOffset,
    int sectionHeaders) {
  /// Bytes of an entry of the section header table.
  static final int SECTION_HEADER_BYTES = 64;

  private static final int HEADER_BYTES = 64;
  private static final int MAGIC = 'E' << 8 | 0x7f | 'L' << 16 | 'F' << 24;
  private static final int ELFCLASS32 = 1;
  private static final int ELFCLASS64 = 2;
  private static final int ELFDATA2LSB = 1;
  private static final int ELFDATA2MSB = 2;
  private static final int EV_CURRENT = 1;
  private static final int ET_REL = 1;
  private static final int ET_EXEC = 2;
  private static final int ET_DYN = 3;
  private static final int ET_CORE = 4;
  private static final int EM_RISCV = 243;

  static ElfHeader read(ElfBytes bytes) throws ElfException {
    requireMagic(bytes);
    ByteBuffer header = bytes.read(0, HEADER_BYTES, "the ELF header");
    requireIdentity(header);
    requireMachine(Short.toUnsignedInt(header.getShort(18)));
    int type = Short.toUnsignedInt(header.getShort(16));
    requireProgram(type);
    int programHeaders = Short.toUnsignedInt(header.getShort(56));
    int sectionHeaders = Short.toUnsignedInt(header.getShort(60));
    requireEntryBytes("program", programHeaders, header.getShort(54), ElfFile.PROGRAM_HEADER_BYTES);
    requireEntryBytes("section", sectionHeaders, header.getShort(58), SECTION_HEADER_BYTES);
    return new ElfHeader(
        type == ET_DYN,
        header.getLong(24),
        header.getLong(32),
        programHeaders,
        header.getLong(40),
        sectionHeaders);
  }

  private static void requireMagic(ElfBytes bytes) throws ElfException {
    int count = (int) Math.min(bytes.length(), Integer.BYTES);
    ByteBuffer first = bytes.read(0, count, "the first bytes");
    if (count == 0) {
      throw new ElfException("not an ELF file: it is empty");
    }
    if (count < Integer.BYTES || first.getInt(0) != MAGIC) {
      byte[] shown = new byte[count];
      first.get(shown);
      throw new ElfException(
          "not an ELF file: it begins with " + HexFormat.ofDelimiter(" ").formatHex(shown));
    }
  }

  private static void requireIdentity(ByteBuffer header) throws ElfException {
    switch (header.get(4)) {
      case ELFCLASS64 -> {}
      case ELFCLASS32 -> throw new ElfException("a 32-bit program, not 64-bit");
      default -> throw new ElfException("unknown ELF class " + header.get(4));
    }
    switch (header.get(5)) {
      case ELFDATA2LSB -> {}
      case ELFDATA2MSB -> throw new ElfException("a big-endian program, not little-endian");
      default -> throw new ElfException("unknown ELF data encoding " + header.get(5));
    }
    if (header.get(6) != EV_CURRENT) {
      throw new ElfException("unknown ELF version " + header.get(6));
    }
  }

  private static void requireMachine(int machine) throws ElfException {
    if (machine != EM_RISCV) {
      throw new ElfException("a program for %s, not riscv64".formatted(machineName(machine)));
    }
  }

  private static String machineName(int machine) {
    return switch (machine) {
      case 3 -> "i386";
      case 8 -> "mips";
      case 20 -> "ppc";
      case 21 -> "ppc64";
      case 22 -> "s390x";
      case 40 -> "arm";
      case 43 -> "sparc64";
      case 62 -> "x86-64";
      case 183 -> "aarch64";
      case 247 -> "bpf";
      case 258 -> "loongarch";
      default -> "machine " + machine;
    };
  }

  private static void requireProgram(int type) throws ElfException {
    switch (type) {
      case ET_EXEC, ET_DYN -> {}
      case ET_REL -> throw new ElfException("an object file, not linked into a program");
      case ET_CORE -> throw new ElfException("a core dump, not a program");
      default -> throw new ElfException("unknown ELF type " + type);
    }
  }

  private static void requireEntryBytes(String table, int count, short actual, int expected)
      throws ElfException {
    if (count > 0 && actual != expected) {
      throw new ElfException(
          "%s headers of %d bytes, not %d".formatted(table, Short.toUnsignedInt(actual), expected));
    }
  }
}
