package spool.kernel.fs.proc;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import spool.kernel.fs.Directory;
import spool.kernel.fs.DirectoryEntry;
import spool.kernel.fs.FileSystem;
import spool.kernel.fs.Inode;

/// A directory whose entries are made when they are looked up: some by name, and some, such as
/// processes, by number.
final class ProcDirectory extends Directory {
  private static final int READ_ONLY = 0555;
  private static final int LINKS = 2;

  /// An entry with a fixed name; `maker` gets this directory.
  record Named(String name, Function<ProcDirectory, Inode> maker) {}

  /// Entries whose names are decimal numbers.
  interface Numbered {
    /// No such entries.
    Numbered NONE =
        new Numbered() {
          @Override
          public OptionalInt after(int number) {
            return OptionalInt.empty();
          }

          @Override
          public Optional<Inode> find(int number, ProcDirectory parent) {
            return Optional.empty();
          }
        };

    /// The lowest number of an entry that is greater than `number`.
    OptionalInt after(int number);

    /// The entry with `number`.
    Optional<Inode> find(int number, ProcDirectory parent);
  }

  private final List<Named> named;
  private final Numbered numbered;

  /// The root of `fileSystem`.
  ProcDirectory(FileSystem fileSystem, long number, List<Named> named, Numbered numbered) {
    super(fileSystem, number, READ_ONLY);
    this.named = named;
    this.numbered = numbered;
  }

  /// `name` in `parent`.
  ProcDirectory(
      ProcDirectory parent, String name, long number, List<Named> named, Numbered numbered) {
    this(parent.fileSystem(), number, named, numbered);
    moved(parent, name);
  }

  @Override
  public Optional<Inode> lookup(String name) {
    Optional<Inode> fixed =
        named.stream()
            .filter(entry -> entry.name.equals(name))
            .findFirst()
            .map(entry -> entry.maker.apply(this));
    return fixed.isPresent() ? fixed : number(name).flatMap(number -> numbered.find(number, this));
  }

  private static Optional<Integer> number(String name) {
    boolean isNumber = name.matches("0|[1-9][0-9]{0,8}");
    return isNumber ? Optional.of(Integer.valueOf(name)) : Optional.empty();
  }

  @Override
  public Optional<DirectoryEntry> entryAfter(long cookie) {
    if (cookie < named.size()) {
      Named entry = named.get((int) cookie);
      return Optional.of(new DirectoryEntry(cookie + 1, entry.name, entry.maker.apply(this)));
    }
    return numberedAfter((int) (cookie - named.size()) - 1);
  }

  /// Number n has the cookie behind those of the names and of the numbers before it.
  private Optional<DirectoryEntry> numberedAfter(int number) {
    OptionalInt next = numbered.after(number);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    int found = next.getAsInt();
    return numbered
        .find(found, this)
        .map(
            inode -> new DirectoryEntry(named.size() + 1L + found, Integer.toString(found), inode));
  }

  @Override
  public int links() {
    return LINKS;
  }
}
