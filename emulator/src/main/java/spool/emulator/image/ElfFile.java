package spool.emulator.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A riscv64 program in the Executable and Linkable Format (System V gABI, RISC-V ELF psABI):
/// `ET_EXEC`, or `ET_DYN` to be placed anywhere.
///
/// Parsing reads the headers alone and trusts none of them: whatever is wrong is an [ElfException].
/// Afterwards every segment lies inside the file, wraps around no address, and overlaps no other.
public final class ElfFile {
  /// Bytes of an entry of the program header table, the value of `AT_PHENT`.
  public static final int PROGRAM_HEADER_BYTES = 56;

  /// The user's half of Sv39, the most that a segment may fill.
  private static final long MOST_SEGMENT_BYTES = 1L << 38;

  /// As Linux has it.
  private static final int MOST_TABLE_BYTES = 1 << 16;

  private static final int PT_LOAD = 1;
  private static final int PT_INTERP = 3;
  private static final int PT_GNU_STACK = 0x6474e551;
  private static final int PF_X = 1;
  private static final int MOST_INTERPRETER_BYTES = 4096;

  private final ByteSource source;
  private final ElfBytes bytes;
  private final ElfHeader header;
  private final List<Segment> segments = new ArrayList<>();
  private @Nullable String interpreter;
  private boolean executableStack;
  private @Nullable SymbolTable symbols;

  private ElfFile(ByteSource source) throws ElfException {
    this.source = source;
    bytes = new ElfBytes(source);
    header = ElfHeader.read(bytes);
    ByteBuffer table = readTable();
    for (int index = 0; index < header.programHeaders(); index++) {
      readProgramHeader(table.slice(index * PROGRAM_HEADER_BYTES, PROGRAM_HEADER_BYTES), index);
    }
    if (segments.isEmpty()) {
      throw new ElfException("no loadable segment");
    }
  }

  /// Reads the headers of `source`.
  public static ElfFile parse(ByteSource source) throws ElfException {
    return new ElfFile(source);
  }

  private ByteBuffer readTable() throws ElfException {
    int length = header.programHeaders() * PROGRAM_HEADER_BYTES;
    if (length > MOST_TABLE_BYTES) {
      throw new ElfException("%d program headers are too many".formatted(header.programHeaders()));
    }
    return bytes.read(header.programHeaderOffset(), length, "the program header table");
  }

  private void readProgramHeader(ByteBuffer slice, int index) throws ElfException {
    ByteBuffer entry = slice.order(ByteOrder.LITTLE_ENDIAN);
    switch (entry.getInt(0)) {
      case PT_LOAD -> addSegment(readSegment(entry), index);
      case PT_INTERP -> interpreter = readInterpreter(entry);
      case PT_GNU_STACK -> executableStack = (entry.getInt(4) & PF_X) != 0;
      default -> {}
    }
  }

  private static Segment readSegment(ByteBuffer entry) {
    return new Segment(
        entry.getLong(8),
        entry.getLong(16),
        entry.getLong(24),
        entry.getLong(32),
        entry.getLong(40),
        entry.getInt(4));
  }

  private void addSegment(Segment segment, int index) throws ElfException {
    String defect = defect(segment);
    if (defect != null) {
      throw new ElfException("program header %d: %s".formatted(index, defect));
    }
    if (segment.memoryBytes() > 0) {
      segments.add(segment);
    }
  }

  private @Nullable String defect(Segment segment) {
    long inFile = segment.fileBytes();
    long inMemory = segment.memoryBytes();
    if (inMemory < 0 || inMemory > MOST_SEGMENT_BYTES) {
      return "a segment of 0x%x bytes is larger than the address space".formatted(inMemory);
    }
    if (Long.compareUnsigned(inFile, inMemory) > 0) {
      return "0x%x bytes in the file are more than 0x%x in memory".formatted(inFile, inMemory);
    }
    if (!bytes.contains(segment.offset(), inFile)) {
      return "truncated: 0x%x bytes at offset 0x%x, the file has 0x%x"
          .formatted(inFile, segment.offset(), bytes.length());
    }
    if (Long.compareUnsigned(segment.end(), segment.address()) < 0) {
      return "0x%x bytes at 0x%x wrap around".formatted(inMemory, segment.address());
    }
    return segments.stream()
        .filter(other -> inMemory > 0 && segment.overlaps(other))
        .findFirst()
        .map(
            other ->
                "0x%x bytes at 0x%x overlap the segment at 0x%x"
                    .formatted(inMemory, segment.address(), other.address()))
        .orElse(null);
  }

  private String readInterpreter(ByteBuffer entry) throws ElfException {
    long count = entry.getLong(32);
    if (count < 1 || count > MOST_INTERPRETER_BYTES) {
      throw new ElfException("an interpreter path of 0x%x bytes".formatted(count));
    }
    ByteBuffer path = bytes.read(entry.getLong(8), count, "the interpreter path");
    return ElfBytes.text(path, 0, MOST_INTERPRETER_BYTES, "the interpreter path");
  }

  /// Where execution begins; relative to the load address if [#isPositionIndependent].
  public long entry() {
    return header.entry();
  }

  /// Whether it is `ET_DYN`: its addresses are relative to wherever it is placed.
  public boolean isPositionIndependent() {
    return header.isPositionIndependent();
  }

  /// The loadable segments that are not empty, in the order of the file.
  public List<Segment> segments() {
    return List.copyOf(segments);
  }

  /// The loader that a dynamic program asks for.
  public Optional<String> interpreter() {
    return Optional.ofNullable(interpreter);
  }

  /// Whether it asks for a stack from which instructions may be executed.
  public boolean hasExecutableStack() {
    return executableStack;
  }

  /// How many program headers there are, the value of `AT_PHNUM`.
  public int programHeaders() {
    return header.programHeaders();
  }

  /// The address of the program header table in memory, the value of `AT_PHDR`; none if no segment
  /// carries it.
  public Optional<Long> programHeaderAddress() {
    long offset = header.programHeaderOffset();
    long length = (long) header.programHeaders() * PROGRAM_HEADER_BYTES;
    return segments.stream()
        .filter(segment -> segment.offset() <= offset)
        .filter(segment -> offset + length <= segment.offset() + segment.fileBytes())
        .findFirst()
        .map(segment -> segment.address() + offset - segment.offset());
  }

  /// The symbols, read at the first call; empty for a stripped file.
  public SymbolTable symbols() throws ElfException {
    if (symbols == null) {
      symbols = ElfSymbols.read(bytes, header);
    }
    return symbols;
  }

  /// Copies the bytes of `segment` in the file, `count` from its byte `from` on, into `target`.
  public void read(Segment segment, long from, byte[] target, int offset, int count) {
    source.read(segment.offset() + from, target, offset, count);
  }
}
