package spool.kernel.abi;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The settings of a terminal (`struct termios` of the kernel, asm-generic/termbits.h).
public record Termios(
    int input, int output, int control, int local, int line, List<Byte> controlCharacters) {
  /// Bytes of a `struct termios`.
  public static final int BYTES = 36;

  public static final int ISTRIP = 0x20;
  public static final int INLCR = 0x40;
  public static final int IGNCR = 0x80;
  public static final int ICRNL = 0x100;
  public static final int IUCLC = 0x200;
  public static final int IXON = 0x400;
  public static final int IXANY = 0x800;
  public static final int IMAXBEL = 0x2000;
  public static final int IUTF8 = 0x4000;

  public static final int OPOST = 0x1;
  public static final int OLCUC = 0x2;
  public static final int ONLCR = 0x4;
  public static final int OCRNL = 0x8;
  public static final int ONOCR = 0x10;
  public static final int ONLRET = 0x20;
  public static final int XTABS = 0x1800;

  public static final int B38400 = 0xf;
  public static final int CS8 = 0x30;
  public static final int CREAD = 0x80;
  public static final int HUPCL = 0x400;

  public static final int ISIG = 0x1;
  public static final int ICANON = 0x2;
  public static final int ECHO = 0x8;
  public static final int ECHOE = 0x10;
  public static final int ECHOK = 0x20;
  public static final int ECHONL = 0x40;
  public static final int NOFLSH = 0x80;
  public static final int TOSTOP = 0x100;
  public static final int ECHOCTL = 0x200;
  public static final int ECHOPRT = 0x400;
  public static final int ECHOKE = 0x800;
  public static final int IEXTEN = 0x8000;

  public static final int VINTR = 0;
  public static final int VQUIT = 1;
  public static final int VERASE = 2;
  public static final int VKILL = 3;
  public static final int VEOF = 4;
  public static final int VTIME = 5;
  public static final int VMIN = 6;
  public static final int VSTART = 8;
  public static final int VSTOP = 9;
  public static final int VSUSP = 10;
  public static final int VEOL = 11;
  public static final int VREPRINT = 12;
  public static final int VWERASE = 14;
  public static final int VLNEXT = 15;
  public static final int VEOL2 = 16;

  private static final int NCCS = 19;

  /// What a terminal starts with: canonical, with echo, signals and UTF-8 erasing.
  public static Termios standard() {
    List<Byte> characters = new ArrayList<>(Collections.nCopies(NCCS, (byte) 0));
    set(characters, VINTR, 'C' - '@');
    set(characters, VQUIT, '\\' - '@');
    set(characters, VERASE, 0x7f);
    set(characters, VKILL, 'U' - '@');
    set(characters, VEOF, 'D' - '@');
    set(characters, VMIN, 1);
    set(characters, VSTART, 'Q' - '@');
    set(characters, VSTOP, 'S' - '@');
    set(characters, VSUSP, 'Z' - '@');
    set(characters, VREPRINT, 'R' - '@');
    set(characters, VWERASE, 'W' - '@');
    set(characters, VLNEXT, 'V' - '@');
    int local = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN;
    return new Termios(
        ICRNL | IXON | IUTF8,
        OPOST | ONLCR,
        B38400 | CS8 | CREAD | HUPCL,
        local,
        0,
        List.copyOf(characters));
  }

  /// Reads a `struct termios`.
  public static Termios from(byte[] bytes) {
    ByteBuffer raw = Struct.wrap(bytes);
    int input = raw.getInt();
    int output = raw.getInt();
    int control = raw.getInt();
    int local = raw.getInt();
    int line = raw.get();
    List<Byte> characters = new ArrayList<>();
    for (int index = 0; index < NCCS; index++) {
      characters.add(raw.get());
    }
    return new Termios(input, output, control, local, line, List.copyOf(characters));
  }

  /// The `struct termios`.
  public byte[] toBytes() {
    byte[] bytes = new byte[BYTES];
    ByteBuffer raw = Struct.wrap(bytes);
    raw.putInt(input).putInt(output).putInt(control).putInt(local).put((byte) line);
    controlCharacters.forEach(raw::put);
    return bytes;
  }

  /// The control character at index `name` (`VINTR`, ...), 0 to 255; 0 is none.
  public int character(int name) {
    return Byte.toUnsignedInt(controlCharacters.get(name));
  }

  /// The same with other local modes.
  public Termios withLocal(int modes) {
    return new Termios(input, output, control, modes, line, controlCharacters);
  }

  /// The same with other input modes.
  public Termios withInput(int modes) {
    return new Termios(modes, output, control, local, line, controlCharacters);
  }

  /// The same with other output modes.
  public Termios withOutput(int modes) {
    return new Termios(input, modes, control, local, line, controlCharacters);
  }

  /// The same with the control character at index `name` changed.
  public Termios withCharacter(int name, int value) {
    List<Byte> characters = new ArrayList<>(controlCharacters);
    set(characters, name, value);
    return new Termios(input, output, control, local, line, List.copyOf(characters));
  }

  private static void set(List<Byte> characters, int name, int value) {
    characters.set(name, (byte) value);
  }
}
