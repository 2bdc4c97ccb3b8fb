package spool.kernel.driver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static spool.kernel.abi.AtFlags.AT_FDCWD;
import static spool.kernel.fs.TestCaller.error;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import spool.kernel.abi.Errno;
import spool.kernel.abi.OpenFlags;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.Directory;
import spool.kernel.fs.FileDescription;
import spool.kernel.fs.Identifiers;
import spool.kernel.fs.Opening;
import spool.kernel.fs.TestCaller;
import spool.kernel.fs.proc.SysFileSystem;
import spool.kernel.trace.SchedulingListener;
import spool.kernel.trace.TraceWriter;

class TraceMarkerTest {
  private static final int SHELL_REDIRECTION =
      OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_TRUNC;

  private final List<String> marks = new ArrayList<>();
  private final StringBuilder trace = new StringBuilder();
  private final SchedulingListener listener =
      new SchedulingListener() {
        @Override
        public void marked(long time, int pid, String text) {
          marks.add(time + " " + pid + " " + text);
        }
      };
  private final Directory root =
      SysFileSystem.root(
          1,
          () -> 0,
          in -> new TraceMarker(in, SysFileSystem.TRACE_MARKER, listener, new TraceWriter(trace)));
  private final TestCaller caller = new TestCaller(root);

  private FileDescription open(int flags) {
    return new Opening(caller, flags, 0).open(AT_FDCWD, "/kernel/tracing/trace_marker");
  }

  private static ArrayBuffer text(String text) {
    return new ArrayBuffer(text.getBytes(UTF_8));
  }

  @Test
  void eachWriteIsAMark() {
    FileDescription file = open(SHELL_REDIRECTION);
    caller.now = 1234;
    assertEquals(19, file.write(text("job 1 sort arrives\n"), caller));
    assertEquals(1, file.write(text("x"), caller));
    assertEquals(List.of("1234 10 job 1 sort arrives", "1234 10 x"), marks);
    assertEquals("1234 - 10 mark job 1 sort arrives\n1234 - 10 mark x\n", trace.toString());
  }

  @Test
  void aMarkIsOneLine() {
    open(OpenFlags.O_WRONLY).write(text("a\nb\tc\n"), caller);
    assertEquals(List.of("0 10 a b c"), marks);
  }

  @Test
  void aLongWriteIsTakenInParts() {
    assertEquals(4096, open(OpenFlags.O_WRONLY).write(text("y".repeat(5000)), caller));
  }

  @Test
  void isForWritingByTheSuperuserOnly() {
    assertEquals(Errno.EINVAL, error(() -> open(OpenFlags.O_RDWR).read(text("123"), caller)));
    caller.credentials = new Credentials(Identifiers.all(1), Identifiers.all(1), List.of());
    assertEquals(Errno.EACCES, error(() -> open(OpenFlags.O_WRONLY)));
  }
}
