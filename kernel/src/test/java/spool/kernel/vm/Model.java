package spool.kernel.vm;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import spool.emulator.memory.Access;

/// The memory of a process as a map from page addresses to bytes: naive on purpose.
final class Model {
  static final int PAGE = Frames.BYTES;

  /// Bytes that pages show: of a file or shared memory, with a size, or of one page alone.
  static final class Store {
    final byte[] bytes;
    int size;

    Store(int capacity, int size) {
      bytes = new byte[capacity];
      this.size = size;
    }

    boolean hasPage(int index) {
      return index * PAGE < size;
    }

    void resize(int newSize) {
      Arrays.fill(bytes, Math.min(size, newSize), bytes.length, (byte) 0);
      size = newSize;
    }
  }

  /// A mapped page: its own bytes, if it has some, come before those of the store.
  static final class Page {
    final Optional<Store> store;
    final int index;
    final boolean shared;
    Protection protection;
    Optional<byte[]> own = Optional.empty();

    Page(Optional<Store> store, int index, boolean shared, Protection protection) {
      this.store = store;
      this.index = index;
      this.shared = shared;
      this.protection = protection;
    }

    Page copy() {
      Page copy = new Page(store, index, shared, protection);
      copy.own = own.map(byte[]::clone);
      return copy;
    }

    Fault permits(Access access) {
      if (!protection.allows(access)) {
        return Fault.FORBIDDEN;
      }
      return store.map(s -> s.hasPage(index)).orElse(true) ? Fault.RESOLVED : Fault.BEYOND_END;
    }

    byte load(int offset) {
      if (own.isPresent()) {
        return own.get()[offset];
      }
      return store.map(s -> s.bytes[index * PAGE + offset]).orElse((byte) 0);
    }

    void store(int offset, byte value) {
      if (shared) {
        store.orElseThrow().bytes[index * PAGE + offset] = value;
        return;
      }
      if (own.isEmpty()) {
        byte[] bytes = new byte[PAGE];
        store.ifPresent(s -> System.arraycopy(s.bytes, index * PAGE, bytes, 0, PAGE));
        own = Optional.of(bytes);
      }
      own.get()[offset] = value;
    }
  }

  final NavigableMap<Long, Page> pages = new TreeMap<>();
  long heapEnd;

  Model fork() {
    Model child = new Model();
    pages.forEach((address, page) -> child.pages.put(address, page.copy()));
    child.heapEnd = heapEnd;
    return child;
  }

  Fault permits(long address, Access access) {
    Page page = pages.get(address & -PAGE);
    return page == null ? Fault.UNMAPPED : page.permits(access);
  }

  boolean permits(long address, int length, Access access) {
    for (long at = address & -PAGE; at < address + length; at += PAGE) {
      if (permits(at, access) != Fault.RESOLVED) {
        return false;
      }
    }
    return true;
  }

  byte load(long address) {
    return page(address).load((int) (address & (PAGE - 1)));
  }

  void store(long address, byte value) {
    page(address).store((int) (address & (PAGE - 1)), value);
  }

  /// What a write of the kernel's does first: the private pages up to one that it may not write are
  /// copies from then on, and changes of the file show in them no more.
  void separate(long address, int length) {
    long at = address & -PAGE;
    while (at < address + length && permits(at, Access.STORE) == Fault.RESOLVED) {
      store(at, load(at));
      at += PAGE;
    }
  }

  void unmap(long start, long end) {
    pages.subMap(start, end).clear();
  }

  boolean covers(long start, long end) {
    return pages.subMap(start, end).size() == (end - start) / PAGE;
  }

  void forget(long start, long end) {
    pages.subMap(start, end).values().forEach(page -> page.own = Optional.empty());
  }

  void move(long from, long to, long distance) {
    Map<Long, Page> moving = new TreeMap<>(pages.subMap(from, to));
    pages.keySet().removeAll(moving.keySet());
    moving.forEach((address, page) -> pages.put(address + distance, page));
  }

  /// What becomes of private pages when `cut` was cut off.
  void cutOff(Store cut) {
    for (Page page : pages.values()) {
      if (page.store.filter(cut::equals).isPresent() && !cut.hasPage(page.index)) {
        page.own = Optional.empty();
      }
    }
  }

  private Page page(long address) {
    return Objects.requireNonNull(pages.get(address & -PAGE));
  }
}
