package spool.kernel.exec;

import java.util.List;
import java.util.Optional;
import spool.emulator.image.ElfException;
import spool.emulator.image.ElfFile;
import spool.emulator.image.Symbol;
import spool.emulator.image.SymbolTable;
import spool.kernel.abi.ErrnoException;
import spool.kernel.vm.AddressSpace;
import spool.kernel.vm.MemoryObject;

/// The names of the addresses of a program in memory, from the symbol table of its file.
///
/// They are for people. A file without symbols, or with a table that makes no sense, has none, and
/// an address without a name is shown as a number.
public final class ProgramSymbols {
  /// No names at all.
  public static final ProgramSymbols NONE = new ProgramSymbols(Optional.empty(), 0);

  private final Optional<SymbolTable> table;
  private final long bias;

  private ProgramSymbols(Optional<SymbolTable> table, long bias) {
    this.table = table;
    this.bias = bias;
  }

  /// The names in the ELF file `file`, which is mapped in `space`.
  public static ProgramSymbols of(MemoryObject file, AddressSpace space) {
    try {
      ElfFile elf = ElfFile.parse(ElfImage.bytesOf(file));
      long bias = elf.isPositionIndependent() ? space.startOf(file).orElse(0) : 0;
      return new ProgramSymbols(Optional.of(elf.symbols()), bias);
    } catch (ElfException | ErrnoException unreadable) {
      return NONE;
    }
  }

  /// The name of the function that `address` is in.
  public Optional<String> function(long address) {
    return functionAt(address).map(Symbol::name);
  }

  private Optional<Symbol> functionAt(long address) {
    return table.flatMap(symbols -> symbols.functionAt(address - bias)).filter(this::isPrintable);
  }

  /// The address as function and distance from its beginning, `main+0x12`, or as a number.
  public String code(long address) {
    return functionAt(address)
        .map(symbol -> symbol.name() + distance(address - bias - symbol.address()))
        .orElseGet(() -> "0x" + Long.toHexString(address));
  }

  /// The address as object and distance from its beginning, `table+0x8`, if an object is there.
  public Optional<String> data(long address) {
    return table
        .flatMap(symbols -> symbols.objectAt(address - bias))
        .filter(this::isPrintable)
        .map(symbol -> symbol.name() + distance(address - bias - symbol.address()));
  }

  private static String distance(long bytes) {
    return bytes == 0 ? "" : "+0x" + Long.toHexString(bytes);
  }

  /// The objects, as they are in memory.
  public List<Symbol> objects() {
    return table.map(SymbolTable::symbols).orElse(List.of()).stream()
        .filter(symbol -> !symbol.isFunction() && symbol.sizeBytes() > 0)
        .filter(this::isPrintable)
        .map(this::moved)
        .toList();
  }

  private Symbol moved(Symbol symbol) {
    return new Symbol(symbol.name(), symbol.address() + bias, symbol.sizeBytes(), false);
  }

  /// A name that a terminal would obey, or that would look like another line, is none.
  private boolean isPrintable(Symbol symbol) {
    return symbol.name().chars().allMatch(letter -> letter > ' ' && letter < 0x7f);
  }
}
