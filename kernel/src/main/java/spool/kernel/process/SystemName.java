package spool.kernel.process;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What `uname` tells, with the names that can be changed: one character for each byte.
public final class SystemName {
  /// Bytes of each name, with its zero.
  public static final int FIELD_BYTES = 65;

  /// The Linux release whose interface is served; C libraries refuse to run on much older ones.
  public static final String RELEASE = "6.12.0-spool";

  /// The build, as `uname -v` shows it.
  public static final String VERSION = "#1 SMP Spool 0.1.0";

  private static final String SYSTEM = "Linux";
  private static final String HARDWARE = "riscv64";

  private String host = "spool";
  private String domain = "(none)";

  /// The name of the machine.
  public String host() {
    return host;
  }

  /// Changes the name of the machine.
  public void host(String name) {
    host = name;
  }

  /// Changes the name of the domain.
  public void domain(String name) {
    domain = name;
  }

  /// The `struct new_utsname`.
  public byte[] toBytes() {
    List<String> fields = List.of(SYSTEM, host, RELEASE, VERSION, HARDWARE, domain);
    byte[] bytes = new byte[fields.size() * FIELD_BYTES];
    for (int index = 0; index < fields.size(); index++) {
      byte[] text = fields.get(index).getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(text, 0, bytes, index * FIELD_BYTES, text.length);
    }
    return bytes;
  }
}
