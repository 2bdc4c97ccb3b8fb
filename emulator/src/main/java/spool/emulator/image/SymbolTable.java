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

  SymbolTable(List<Symbol> symbols) {
    this.symbols =
        symbols.stream()
            .sorted(
                Comparator.comparing(Symbol::address, Long::compareUnsigned)
                    .thenComparing(Symbol::name))
            .toList();
    this.symbols.stream()
        .filter(Symbol::isFunction)
        .forEach(symbol -> functions.putIfAbsent(symbol.address(), symbol));
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

  private static boolean covers(Symbol function, long address) {
    long size = function.sizeBytes();
    return size == 0 || Long.compareUnsigned(address - function.address(), size) < 0;
  }
}
