package spool.kernel.syscall;

import spool.kernel.sync.FutexWord;
import spool.kernel.vm.AddressSpace;

/// A futex word where one program has it.
record UserWord(AddressSpace memory, long address) implements FutexWord {
  @Override
  public int load() {
    return memory.load32(address);
  }

  @Override
  public void store(int value) {
    memory.store32(address, value);
  }

  @Override
  public boolean replace(int expected, int value) {
    return memory.replace32(address, expected, value);
  }
}
