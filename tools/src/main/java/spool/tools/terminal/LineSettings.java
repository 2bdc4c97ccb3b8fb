package spool.tools.terminal;

import org.jline.nativ.CLibrary;

/// What the kernel of a Linux host knows of a terminal line (`struct termios`, ioctl_tty(2)), word
/// for word, to write it again as it was. Elsewhere, and where native code cannot be called,
/// nothing is read or written.
final class LineSettings {
  private static final int STANDARD_INPUT = 0;
  private static final long TCGETS = 0x5401;
  private static final long TCSETS = 0x5402;

  /// Four words of flags, the line discipline and 19 control characters.
  private static final int WORDS = 9;

  private final int[] words = new int[WORDS];
  private final boolean isKnown;

  /// Reads those of standard input.
  LineSettings() {
    isKnown = System.getProperty("os.name").equals("Linux") && control(TCGETS);
  }

  void restore() {
    if (isKnown) {
      control(TCSETS);
    }
  }

  private boolean control(long request) {
    try {
      return CLibrary.ioctl(STANDARD_INPUT, request, words) == 0;
    } catch (LinkageError noNativeCalls) {
      return false;
    }
  }
}
