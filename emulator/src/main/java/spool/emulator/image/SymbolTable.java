package spool.emulator.image;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The names of a program's addresses.
public final class SymbolTable {
  private final List<Symbol> symbols;
  private final NavigableMap<Long, Symbol> functions = new TreeMap<>(Long::compareUnsigned);
  private final NavigableMap<Long, Symbol> objects = new TreeMap<>(Long::compareUnsigned);

  SymbolTable(List<Symbol> symbols) {
    this.symbols =
        symbols.stream()
            .sorted(
                Comparator.comparing(Symbol::address, Long::compareUnsigned)
                    .thenComparing(Symbol::name))
            .toList();
    for (Symbol symbol : this.symbols) {
      (symbol.isFunction() ? functions : objects).putIfAbsent(symbol.address(), symbol);
    }
  }

  /// Every symbol, by address and name.
  public List<Symbol> symbols() {
    return symbols;
  }

  /// The first symbol called `name`.
  public Optional<Symbol> named(String name) {
    return symbols.stream().filter(symbol -> symbol.name().equals(name)).findFirst();
  }

  /// The function that `address` is in: the last one that begins at or before it, unless its size
  /// is known and `address` behind its end.
  public Optional<Symbol> functionAt(long address) {
    return Optional.ofNullable(functions.floorEntry(address))
        .map(Map.Entry::getValue)
        .filter(symbol -> covers(symbol, address));
  }

  /// The object of known size that `address` is in.
  public Optional<Symbol> objectAt(long address) {
    return Optional.ofNullable(objects.floorEntry(address))
        .map(Map.Entry::getValue)
        .filter(symbol -> symbol.sizeBytes() != 0 && covers(symbol, address));
  }

  private static boolean covers(Symbol symbol, long address) {
    long size = symbol.sizeBytes();
    return size == 0 || Long.compareUnsigned(address - symbol.address(), size) < 0;
  }
}
