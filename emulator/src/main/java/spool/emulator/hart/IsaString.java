package spool.emulator.hart;

import java.util.List;

/// What the harts implement, in the names that the device tree has for it (RISC-V unprivileged ISA,
/// "ISA Extension Naming Conventions").
public final class IsaString {
  /// The base, as the property `riscv,isa-base` has it.
  public static final String BASE = "rv64i";

  private static final List<String> EXTENSIONS =
      List.of(
          "i",
          "m",
          "a",
          "f",
          "d",
          "c",
          "zicbom",
          "zicbop",
          "zicboz",
          "zicntr",
          "zicond",
          "zicsr",
          "zifencei",
          "zihintpause",
          "zihpm",
          "zawrs",
          "zba",
          "zbb",
          "zbs",
          "sstc",
          "svadu",
          "svnapot",
          "svpbmt");

  private IsaString() {}

  /// The extensions in canonical order, as the property `riscv,isa-extensions` has them.
  public static List<String> extensions() {
    return EXTENSIONS;
  }

  /// Everything in one string, as the property `riscv,isa` has it: letters first, then words after
  /// underscores.
  public static String text() {
    StringBuilder text = new StringBuilder("rv64");
    EXTENSIONS.forEach(name -> text.append(name.length() == 1 ? "" : "_").append(name));
    return text.toString();
  }
}
