package spool.tools.tape;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import spool.emulator.device.TapeImage;

/// The files on a tape: the records up to a tape mark are one. Behind the last file there are two
/// marks.
public final class TapeFiles {
  private TapeFiles() {}

  /// A tape with these files, each in records of `blockBytes` and a shorter one at the end.
  public static TapeImage pack(List<byte[]> files, int blockBytes) {
    TapeImage tape = TapeImage.blank();
    for (byte[] file : files) {
      for (int start = 0; start < file.length; start += blockBytes) {
        tape.write(Arrays.copyOfRange(file, start, Math.min(start + blockBytes, file.length)));
      }
      tape.writeMark();
    }
    if (!files.isEmpty()) {
      tape.writeMark();
    }
    return tape;
  }

  /// The contents of the files on `tape`, up to two marks in a row, the end or the damage; what is
  /// behind the last mark is one too.
  public static List<byte[]> unpack(TapeImage tape) {
    List<byte[]> files = new ArrayList<>();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    boolean isBehindMark = false;
    for (TapeImage.Item item : tape.items()) {
      boolean isMark = item.kind() == TapeImage.Kind.TAPE_MARK;
      if (isMark && isBehindMark) {
        return files;
      }
      if (isMark) {
        files.add(file.toByteArray());
        file.reset();
      } else {
        file.writeBytes(tape.data(item));
      }
      isBehindMark = isMark;
    }
    if (file.size() > 0) {
      files.add(file.toByteArray());
    }
    return files;
  }
}
