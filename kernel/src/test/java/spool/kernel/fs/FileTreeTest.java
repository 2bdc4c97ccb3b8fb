package spool.kernel.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static spool.kernel.abi.AtFlags.AT_FDCWD;
import static spool.kernel.fs.TestCaller.error;

import java.util.List;
import org.junit.jupiter.api.Test;
import spool.kernel.abi.AtFlags;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;

class FileTreeTest {
  private final Directory root = TestCaller.emptyRoot();
  private final TestCaller caller = new TestCaller(root);
  private final FileTree tree = new FileTree(caller);

  private FileDescription open(String path, int flags) {
    return new Opening(caller, flags, 0666).open(AT_FDCWD, path);
  }

  private void create(String path, String contents) {
    FileDescription file = open(path, OpenFlags.O_CREAT | OpenFlags.O_WRONLY | OpenFlags.O_TRUNC);
    file.write(new ArrayBuffer(contents.getBytes(ISO_8859_1)), caller);
    file.release();
  }

  private String read(FileDescription file) {
    byte[] bytes = new byte[100];
    int count = (int) file.readAt(0, new ArrayBuffer(bytes), caller);
    return new String(bytes, 0, count, ISO_8859_1);
  }

  private String contents(String path) {
    FileDescription file = open(path, OpenFlags.O_RDONLY);
    String contents = read(file);
    file.release();
    return contents;
  }

  private void mkdir(String path) {
    tree.makeDirectory(AT_FDCWD, path, 0777);
  }

  private void symlink(String target, String path) {
    tree.makeSymlink(target, AT_FDCWD, path);
  }

  private void rename(String from, String to, int flags) {
    new Rename(tree, AT_FDCWD, from, AT_FDCWD, to, flags).run();
  }

  private Inode find(String path) {
    return tree.find(AT_FDCWD, path, true).inode();
  }

  private Errno findError(String path) {
    Errno error = error(() -> find(path));
    return error == null ? Errno.EDOM : error;
  }

  @Test
  void walksNameWhatIsMissingOrNoDirectory() {
    create("/file", "");
    mkdir("/dir");
    assertEquals(Errno.ENOENT, findError("/missing"));
    assertEquals(Errno.ENOENT, findError("/missing/below"));
    assertEquals(Errno.ENOTDIR, findError("/file/below"));
    assertEquals(Errno.ENOTDIR, findError("/file/"));
    assertEquals(Errno.ENOTDIR, findError("/file/.."));
    assertEquals(Errno.ENOENT, findError(""));
    assertSame(root, find("/dir/.."));
    assertSame(root, find("/../.."));
    assertSame(find("/dir"), find("//dir//.//"));
  }

  @Test
  void namesAndPathsHaveALimit() {
    create("/" + "n".repeat(255), "");
    assertEquals(Errno.ENAMETOOLONG, findError("/" + "n".repeat(256)));
    assertSame(root, find("/".repeat(4095)));
    assertEquals(Errno.ENAMETOOLONG, findError("/".repeat(4096)));
  }

  @Test
  void symbolicLinksAreFollowedUpToForty() {
    create("/target", "here");
    symlink("target", "/link0");
    for (int depth = 1; depth <= 40; depth++) {
      symlink("link" + (depth - 1), "/link" + depth);
    }
    assertEquals("here", contents("/link39"));
    assertEquals(Errno.ELOOP, findError("/link40"));
    symlink("loop", "/loop");
    assertEquals(Errno.ELOOP, findError("/loop"));
    assertEquals(Errno.ELOOP, error(() -> open("/link0", OpenFlags.O_NOFOLLOW)));
    assertEquals(Errno.ENOENT, error(() -> symlink("", "/empty")));
  }

  @Test
  void aSlashBehindALinkFollowsIt() {
    mkdir("/dir");
    symlink("dir", "/link");
    assertSame(find("/dir"), tree.find(AT_FDCWD, "/link/", false).inode());
    assertNotEquals(find("/dir"), tree.find(AT_FDCWD, "/link", false).inode());
  }

  @Test
  void creatingThroughADanglingLinkMakesItsTarget() {
    symlink("/made", "/link");
    create("/link", "text");
    assertEquals("text", contents("/made"));
    int exclusive = OpenFlags.O_CREAT | OpenFlags.O_EXCL;
    assertEquals(Errno.EEXIST, error(() -> open("/link", exclusive)));
  }

  @Test
  void openChecksTheKindOfFile() {
    mkdir("/dir");
    create("/file", "");
    assertEquals(Errno.EISDIR, error(() -> open("/dir", OpenFlags.O_WRONLY)));
    assertEquals(Errno.EISDIR, error(() -> open("/dir", OpenFlags.O_CREAT)));
    assertEquals(Errno.ENOTDIR, error(() -> open("/file", OpenFlags.O_DIRECTORY)));
    assertEquals(Errno.EISDIR, error(() -> open("/new/", OpenFlags.O_CREAT)));
    assertEquals(Errno.ENOENT, error(() -> open("/new", OpenFlags.O_RDONLY)));
    int contradiction = OpenFlags.O_CREAT | OpenFlags.O_DIRECTORY;
    assertEquals(Errno.EINVAL, error(() -> open("/new", contradiction)));
    assertNull(error(() -> open("/file", OpenFlags.O_PATH)));
  }

  @Test
  void aFileLivesOnWithoutAName() {
    create("/file", "kept");
    FileDescription file = open("/file", OpenFlags.O_RDONLY);
    tree.unlink(AT_FDCWD, "/file");
    assertEquals(Errno.ENOENT, findError("/file"));
    assertEquals("kept", read(file));
    assertEquals("/file (deleted)", file.location().path(root));
    assertEquals(0, file.inode().links());
    file.release();
  }

  @Test
  void framesOfAFileReturnWithTheLastNameAndDescription() {
    long before = root.fileSystem().statFs().freeBlocks();
    create("/file", "text");
    tree.link(tree.find(AT_FDCWD, "/file", true), AT_FDCWD, "/other");
    FileDescription file = open("/file", OpenFlags.O_RDONLY);
    tree.unlink(AT_FDCWD, "/file");
    tree.unlink(AT_FDCWD, "/other");
    assertNotEquals(before, root.fileSystem().statFs().freeBlocks());
    file.release();
    assertEquals(before, root.fileSystem().statFs().freeBlocks());
  }

  @Test
  void removingChecksWhatIsRemoved() {
    mkdir("/dir");
    create("/dir/file", "");
    assertEquals(Errno.EISDIR, error(() -> tree.unlink(AT_FDCWD, "/dir")));
    assertEquals(Errno.ENOTDIR, error(() -> tree.unlink(AT_FDCWD, "/dir/file/")));
    assertEquals(Errno.ENOTEMPTY, error(() -> tree.removeDirectory(AT_FDCWD, "/dir")));
    assertEquals(Errno.ENOTDIR, error(() -> tree.removeDirectory(AT_FDCWD, "/dir/file")));
    assertEquals(Errno.EINVAL, error(() -> tree.removeDirectory(AT_FDCWD, "/dir/.")));
    assertEquals(Errno.ENOTEMPTY, error(() -> tree.removeDirectory(AT_FDCWD, "/dir/..")));
    assertEquals(Errno.EBUSY, error(() -> tree.removeDirectory(AT_FDCWD, "/")));
    tree.unlink(AT_FDCWD, "/dir/file");
    tree.removeDirectory(AT_FDCWD, "/dir/");
    assertEquals(Errno.ENOENT, findError("/dir"));
  }

  @Test
  void nothingIsMadeInARemovedDirectory() {
    mkdir("/dir");
    caller.workingDirectory().change(tree.directory(AT_FDCWD, "/dir"));
    tree.removeDirectory(AT_FDCWD, "/dir");
    assertEquals(Errno.ENOENT, error(() -> create("file", "")));
    assertEquals("/dir (deleted)", caller.workingDirectory().current().path(root));
    assertSame(root, find(".."));
  }

  @Test
  void renamingReplacesLikeByLike() {
    create("/a", "a");
    create("/b", "b");
    mkdir("/empty");
    mkdir("/full");
    create("/full/file", "");
    rename("/a", "/b", 0);
    assertEquals("a", contents("/b"));
    assertEquals(Errno.ENOENT, findError("/a"));
    assertEquals(Errno.EISDIR, error(() -> rename("/b", "/empty", 0)));
    assertEquals(Errno.ENOTDIR, error(() -> rename("/empty", "/b", 0)));
    assertEquals(Errno.ENOTEMPTY, error(() -> rename("/empty", "/full", 0)));
    assertEquals(Errno.EINVAL, error(() -> rename("/full", "/full/below", 0)));
    assertEquals(Errno.ENOTEMPTY, error(() -> rename("/full/file", "/full", 0)));
    assertEquals(Errno.EBUSY, error(() -> rename("/full/.", "/x", 0)));
    assertEquals(Errno.EEXIST, error(() -> rename("/b", "/full", AtFlags.RENAME_NOREPLACE)));
    rename("/full", "/empty", 0);
    assertEquals("/empty", ((Directory) find("/empty")).path(root));
  }

  @Test
  void twoNamesOfOneFileStayWhenRenamed() {
    create("/a", "x");
    tree.link(tree.find(AT_FDCWD, "/a", true), AT_FDCWD, "/b");
    rename("/a", "/b", 0);
    assertEquals(2, find("/a").links());
    assertSame(find("/a"), find("/b"));
  }

  @Test
  void exchangingSwapsFilesAndDirectories() {
    mkdir("/dir");
    mkdir("/dir/sub");
    create("/file", "f");
    rename("/dir/sub", "/file", AtFlags.RENAME_EXCHANGE);
    assertEquals("f", contents("/dir/sub"));
    assertEquals("/file", ((Directory) find("/file")).path(root));
    assertEquals(2, find("/dir").links());
    assertEquals(Errno.ENOENT, error(() -> rename("/dir", "/x", AtFlags.RENAME_EXCHANGE)));
    assertEquals(Errno.EINVAL, error(() -> rename("/dir", "/dir/sub", AtFlags.RENAME_EXCHANGE)));
  }

  @Test
  void linksAreForFilesOfTheSameFileSystem() {
    mkdir("/dir");
    mkdir("/mnt");
    ((Directory) find("/mnt")).mount(TestCaller.emptyRoot());
    create("/file", "");
    Location file = tree.find(AT_FDCWD, "/file", true);
    Location directory = tree.find(AT_FDCWD, "/dir", true);
    assertEquals(Errno.EPERM, error(() -> tree.link(directory, AT_FDCWD, "/other")));
    assertEquals(Errno.EEXIST, error(() -> tree.link(file, AT_FDCWD, "/dir")));
    assertEquals(Errno.EXDEV, error(() -> tree.link(file, AT_FDCWD, "/mnt/file")));
    assertEquals(Errno.EXDEV, error(() -> rename("/file", "/mnt/file", 0)));
  }

  @Test
  void mountsCoverDirectoriesAndCannotBeRemoved() {
    mkdir("/mnt");
    Directory inner = TestCaller.emptyRoot();
    ((Directory) find("/mnt")).mount(inner);
    assertSame(inner, find("/mnt"));
    assertSame(root, find("/mnt/.."));
    mkdir("/mnt/dir");
    assertEquals("/mnt/dir", ((Directory) find("/mnt/dir")).path(root));
    assertEquals(Errno.EBUSY, error(() -> tree.removeDirectory(AT_FDCWD, "/mnt")));
    assertEquals(Errno.EBUSY, error(() -> rename("/mnt", "/other", 0)));
  }

  @Test
  void aChangedRootHidesWhatIsAbove() {
    mkdir("/jail");
    create("/secret", "");
    symlink("/secret", "/jail/link");
    Directory jail = (Directory) find("/jail");
    caller.workingDirectory().changeRoot(jail);
    caller.workingDirectory().change(jail);
    assertSame(jail, find("/.."));
    assertEquals(Errno.ENOENT, findError("../secret"));
    assertEquals(Errno.ENOENT, findError("link"));
    assertEquals("(unreachable)/", root.path(jail));
  }

  @Test
  void pathsBeginAtADescriptor() {
    mkdir("/dir");
    create("/dir/file", "");
    create("/plain", "");
    int fd = caller.descriptors().install(open("/dir", OpenFlags.O_PATH), false, 0, 10);
    int plain = caller.descriptors().install(open("/plain", OpenFlags.O_RDONLY), false, 0, 10);
    assertSame(find("/dir/file"), tree.find(fd, "file", true).inode());
    assertSame(find("/plain"), tree.find(plain, "/plain", true).inode());
    assertEquals(Errno.ENOTDIR, error(() -> tree.find(plain, "file", true)));
    assertEquals(Errno.EBADF, error(() -> tree.find(9, "file", true)));
    assertSame(find("/dir"), tree.find(fd, "", AtFlags.AT_EMPTY_PATH).inode());
    assertEquals(Errno.ENOENT, error(() -> tree.find(fd, "", 0)));
  }

  @Test
  void permissionsBindAllButTheSuperuser() {
    mkdir("/dir");
    create("/dir/file", "");
    find("/dir/file").changeMode(0600);
    find("/dir").changeMode(0711);
    caller.credentials = new Credentials(Identifiers.all(5), Identifiers.all(5), List.of());
    assertEquals(Errno.EACCES, error(() -> open("/dir/file", OpenFlags.O_RDONLY)));
    assertEquals(Errno.EACCES, error(() -> open("/dir", OpenFlags.O_RDONLY)));
    assertEquals(Errno.EACCES, error(() -> mkdir("/dir/sub")));
    assertEquals(Errno.EACCES, error(() -> tree.unlink(AT_FDCWD, "/dir/file")));
    find("/dir").changeMode(0700);
    assertEquals(Errno.EACCES, findError("/dir/file"));
    find("/").changeMode(0777 | 01000);
    caller.credentials = Credentials.ROOT;
    create("/others", "");
    caller.credentials = new Credentials(Identifiers.all(5), Identifiers.all(5), List.of());
    assertEquals(Errno.EPERM, error(() -> tree.unlink(AT_FDCWD, "/others")));
    create("/own", "");
    assertEquals(5, find("/own").uid());
    assertNull(error(() -> tree.unlink(AT_FDCWD, "/own")));
  }

  @Test
  void theUmaskTakesPermissionsAway() {
    caller.workingDirectory().umask(027);
    mkdir("/dir");
    create("/file", "");
    assertEquals(0750, find("/dir").mode() & 0777);
    assertEquals(0640, find("/file").mode() & 0777);
  }
}
