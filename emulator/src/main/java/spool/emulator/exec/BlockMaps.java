package spool.emulator.exec;

import java.util.Arrays;

/// The blocks that a hart executed lately, apart for each way in which addresses were translated:
/// programs that take turns find what they left.
final class BlockMaps {
  private static final int MAPS = 6;

  /// The one used last is first.
  private final BlockMap[] maps = new BlockMap[MAPS];

  BlockMaps() {
    Arrays.setAll(maps, _ -> new BlockMap());
  }

  /// The map of the blocks executed while addresses were translated as in `epoch`.
  BlockMap at(long epoch) {
    int place = 0;
    while (place < MAPS - 1 && maps[place].epoch() != epoch) {
      place++;
    }
    BlockMap found = maps[place];
    System.arraycopy(maps, 0, maps, 1, place);
    maps[0] = found;
    found.synchronize(epoch);
    return found;
  }

  /// Forgets everything: instructions changed.
  void clear() {
    for (BlockMap map : maps) {
      map.clear();
    }
  }
}
