package spool.emulator.exec;

import java.util.Arrays;

/// The blocks that a hart executed lately while addresses were translated in one way, by virtual
/// address.
final class BlockMap {
  /// What a map holds, from one time that something is forgotten to the next: known by identity.
  static final class State {}

  private static final int SLOTS = 2048;
  private static final long NOWHERE = 1;

  private final long[] addresses = new long[SLOTS];
  private final Block[] blocks = new Block[SLOTS];
  private boolean empty;
  private State state = new State();
  private long epoch = -1;

  BlockMap() {
    clear();
  }

  /// The block at the virtual `address`, or [Block#NONE].
  Block find(long address) {
    int slot = (int) (address >>> 1);
    return addresses[slot & addresses.length - 1] == address
        ? blocks[slot & blocks.length - 1]
        : Block.NONE;
  }

  void put(long address, Block block) {
    int slot = (int) (address >>> 1) & SLOTS - 1;
    addresses[slot] = address;
    blocks[slot] = block;
    empty = false;
  }

  /// How addresses are translated, see [spool.emulator.hart.Hart#translationEpoch].
  long epoch() {
    return epoch;
  }

  /// Forgets everything unless addresses are still translated as in the last `epoch`.
  void synchronize(long epoch) {
    if (epoch != this.epoch) {
      this.epoch = epoch;
      clear();
    }
  }

  /// Another object whenever something was forgotten.
  State state() {
    return state;
  }

  /// Forgets everything: translations or instructions changed.
  void clear() {
    state = new State();
    if (!empty) {
      Arrays.fill(addresses, NOWHERE);
      Arrays.fill(blocks, Block.NONE);
      empty = true;
    }
  }
}
