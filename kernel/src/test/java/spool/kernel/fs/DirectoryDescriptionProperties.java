package spool.kernel.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static spool.kernel.abi.AtFlags.AT_FDCWD;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;

/// Listing a directory through buffers of any size.
class DirectoryDescriptionProperties {
  /// A directory that files can be made in and taken from.
  private static final class World {
    private final TestCaller caller = new TestCaller(TestCaller.emptyRoot());
    private final FileTree tree = new FileTree(caller);

    DirectoryDescription open() {
      return (DirectoryDescription)
          new Opening(caller, OpenFlags.O_DIRECTORY, 0).open(AT_FDCWD, "/");
    }

    void make(String name) {
      tree.makeFile(AT_FDCWD, name, 0666);
    }

    void remove(String name) {
      tree.unlink(AT_FDCWD, name);
    }
  }

  private static List<String> list(DirectoryDescription directory, int bytes) {
    byte[] buffer = new byte[bytes];
    ArrayBuffer target = new ArrayBuffer(buffer);
    directory.list(target);
    ByteBuffer raw = ByteBuffer.wrap(buffer).order(ByteOrder.LITTLE_ENDIAN);
    List<String> names = new ArrayList<>();
    for (int at = 0; at < target.moved(); ) {
      int length = raw.getShort(at + 16);
      assertEquals(0, length % 8);
      String padded = new String(buffer, at + 19, length - 19, ISO_8859_1);
      names.add(padded.substring(0, padded.indexOf(0)));
      at += length;
    }
    return names;
  }

  @Property(tries = 200)
  void everyEntryIsListedOnce(
      @ForAll @Size(max = 30) Set<@AlphaChars @StringLength(min = 1, max = 40) String> names,
      @ForAll @IntRange(min = 64, max = 400) int bytes) {
    World world = new World();
    names.forEach(world::make);
    DirectoryDescription directory = world.open();
    List<String> all = new ArrayList<>();
    List<String> part = list(directory, bytes);
    while (!part.isEmpty()) {
      all.addAll(part);
      part = list(directory, bytes);
    }
    assertEquals(names.size() + 2, all.size());
    Set<String> expected = new TreeSet<>(names);
    expected.addAll(List.of(".", ".."));
    assertEquals(expected, new TreeSet<>(all));
  }

  @Property(tries = 100)
  void entriesThatStayAreListedOnceWhileOthersComeAndGo(
      @ForAll @IntRange(min = 1, max = 20) int count, @ForAll @IntRange(max = 19) int removed) {
    World world = new World();
    for (int index = 0; index < count; index++) {
      world.make("stays" + index);
      world.make("goes" + index);
    }
    DirectoryDescription directory = world.open();
    List<String> all = new ArrayList<>();
    List<String> part = list(directory, 64);
    for (int step = 0; !part.isEmpty(); step++) {
      all.addAll(part);
      if (step < count) {
        world.remove("goes" + (step + removed) % count);
        world.make("comes" + step);
      }
      part = list(directory, 64);
    }
    for (int index = 0; index < count; index++) {
      String name = "stays" + index;
      assertEquals(1, all.stream().filter(name::equals).count());
    }
  }

  @Example
  void aBufferThatHoldsNoEntryIsRefused() {
    World world = new World();
    DirectoryDescription directory = world.open();
    assertEquals(Errno.EINVAL, TestCaller.error(() -> list(directory, 23)));
    assertEquals(List.of("."), list(directory, 24));
  }

  @Example
  void seekingGoesBackToAnEntry() {
    World world = new World();
    world.make("a");
    DirectoryDescription directory = world.open();
    list(directory, 48);
    long place = directory.offset();
    assertEquals(List.of("a"), list(directory, 100));
    directory.seek(place, 0);
    assertEquals(List.of("a"), list(directory, 100));
    directory.seek(0, 0);
    assertEquals(List.of(".", "..", "a"), list(directory, 100));
  }
}
