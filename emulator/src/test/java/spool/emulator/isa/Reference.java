package spool.emulator.isa;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;

/// The 32-bit encodings in the shape of the specification's opcode tables, written down apart from
/// the descriptions that are tested: a format, a major opcode, and for each instruction the
/// function fields in hexadecimal.
public final class Reference {
  private static final String TABLE =
      """
      R     33 add:0:00 sub:0:20 sll:1:00 slt:2:00 sltu:3:00 xor:4:00 srl:5:00 sra:5:20 or:6:00 and:7:00
      R     33 mul:0:01 mulh:1:01 mulhsu:2:01 mulhu:3:01 div:4:01 divu:5:01 rem:6:01 remu:7:01
      R     3b addw:0:00 subw:0:20 sllw:1:00 srlw:5:00 sraw:5:20
      R     3b mulw:0:01 divw:4:01 divuw:5:01 remw:6:01 remuw:7:01
      I     13 addi:0 slti:2 sltiu:3 xori:4 ori:6 andi:7
      I     1b addiw:0
      SH6   13 slli:1:00 srli:5:00 srai:5:20
      SH5   1b slliw:1:00 srliw:5:00 sraiw:5:20
      L     03 lb:0 lh:1 lw:2 ld:3 lbu:4 lhu:5 lwu:6
      L     67 jalr:0
      S     23 sb:0 sh:1 sw:2 sd:3
      B     63 beq:0 bne:1 blt:4 bge:5 bltu:6 bgeu:7
      U     37 lui
      U     17 auipc
      J     6f jal
      LR    2f lr.w:2:08 lr.d:3:08
      AMO   2f sc.w:2:0c sc.d:3:0c amoswap.w:2:04 amoswap.d:3:04 amoadd.w:2:00 amoadd.d:3:00
      AMO   2f amoxor.w:2:10 amoxor.d:3:10 amoand.w:2:30 amoand.d:3:30 amoor.w:2:20 amoor.d:3:20
      AMO   2f amomin.w:2:40 amomin.d:3:40 amomax.w:2:50 amomax.d:3:50
      AMO   2f amominu.w:2:60 amominu.d:3:60 amomaxu.w:2:70 amomaxu.d:3:70
      CSR   73 csrrw:1 csrrs:2 csrrc:3
      CSRI  73 csrrwi:5 csrrsi:6 csrrci:7
      FL    07 flw:2 fld:3
      FS    27 fsw:2 fsd:3
      R4    43 fmadd.s:0:00 fmadd.d:0:01
      R4    47 fmsub.s:0:00 fmsub.d:0:01
      R4    4b fnmsub.s:0:00 fnmsub.d:0:01
      R4    4f fnmadd.s:0:00 fnmadd.d:0:01
      FRM   53 fadd.s:0:00 fsub.s:0:04 fmul.s:0:08 fdiv.s:0:0c fadd.d:0:01 fsub.d:0:05 fmul.d:0:09 fdiv.d:0:0d
      FFF   53 fsgnj.s:0:10 fsgnjn.s:1:10 fsgnjx.s:2:10 fmin.s:0:14 fmax.s:1:14
      FFF   53 fsgnj.d:0:11 fsgnjn.d:1:11 fsgnjx.d:2:11 fmin.d:0:15 fmax.d:1:15
      XFF   53 fle.s:0:50 flt.s:1:50 feq.s:2:50 fle.d:0:51 flt.d:1:51 feq.d:2:51
      FFRM  53 fsqrt.s:0:2c:0 fsqrt.d:0:2d:0 fcvt.s.d:0:20:1
      FFX   53 fcvt.d.s:0:21:0
      XFRM  53 fcvt.w.s:0:60:0 fcvt.wu.s:0:60:1 fcvt.l.s:0:60:2 fcvt.lu.s:0:60:3
      XFRM  53 fcvt.w.d:0:61:0 fcvt.wu.d:0:61:1 fcvt.l.d:0:61:2 fcvt.lu.d:0:61:3
      FXRM  53 fcvt.s.w:0:68:0 fcvt.s.wu:0:68:1 fcvt.s.l:0:68:2 fcvt.s.lu:0:68:3
      FXRM  53 fcvt.d.l:0:69:2 fcvt.d.lu:0:69:3
      FXX   53 fcvt.d.w:0:69:0 fcvt.d.wu:0:69:1
      XF    53 fclass.s:1:70:0 fmv.x.w:0:70:0 fclass.d:1:71:0 fmv.x.d:0:71:0
      FX    53 fmv.w.x:0:78:0 fmv.d.x:0:79:0
      FENCE 0f fence:0
      NONE3 0f fence.i:1
      VMA   73 sfence.vma:0:09
      NONE  73 ecall:0:00:00 ebreak:0:00:01 sret:0:08:02 mret:0:18:02 wfi:0:08:05
      NONE  73 wrs.nto:0:00:0d wrs.sto:0:00:1d
      R     33 andn:7:20 orn:6:20 xnor:4:20 max:6:05 maxu:7:05 min:4:05 minu:5:05 rol:1:30 ror:5:30
      R     33 bclr:1:24 bext:5:24 binv:1:34 bset:1:14 sh1add:2:10 sh2add:4:10 sh3add:6:10
      R     33 czero.eqz:5:07 czero.nez:7:07
      R     3b add.uw:0:04 sh1add.uw:2:10 sh2add.uw:4:10 sh3add.uw:6:10 rolw:1:30 rorw:5:30
      SH6   13 rori:5:30 bclri:1:24 bexti:5:24 binvi:1:34 bseti:1:14
      SH6   1b slli.uw:1:04
      SH5   1b roriw:5:30
      XX    13 clz:1:30:00 ctz:1:30:01 cpop:1:30:02 sext.b:1:30:04 sext.h:1:30:05 orc.b:5:14:07 rev8:5:35:18
      XX    1b clzw:1:30:00 ctzw:1:30:01 cpopw:1:30:02
      XX    3b zext.h:4:04:00
      CBO   0f cbo.inval:2:00:00 cbo.clean:2:00:01 cbo.flush:2:00:02 cbo.zero:2:00:04
      """;

  /// Which bits a format fixes besides the major opcode, and its operands in assembly text.
  private record Format(int mask, IntFunction<String> operands) {}

  private static final Map<String, Format> FORMATS =
      Map.ofEntries(
          entry("R", 0xfe00707f, w -> x(w, 7) + "," + x(w, 15) + "," + x(w, 20)),
          entry("I", 0x707f, w -> x(w, 7) + "," + x(w, 15) + "," + (w >> 20)),
          entry("SH6", 0xfc00707f, w -> x(w, 7) + "," + x(w, 15) + "," + hex(w >>> 20 & 63)),
          entry("SH5", 0xfe00707f, w -> x(w, 7) + "," + x(w, 15) + "," + hex(w >>> 20 & 31)),
          entry("L", 0x707f, w -> x(w, 7) + "," + (w >> 20) + "(" + x(w, 15) + ")"),
          entry("S", 0x707f, w -> x(w, 20) + "," + store(w) + "(" + x(w, 15) + ")"),
          entry("B", 0x707f, w -> x(w, 15) + "," + x(w, 20) + "," + target(branch(w))),
          entry("U", 0x7f, w -> x(w, 7) + "," + hex(w >>> 12)),
          entry("J", 0x7f, w -> x(w, 7) + "," + target(jump(w))),
          entry("LR", 0xf9f0707f, w -> x(w, 7) + ",(" + x(w, 15) + ")"),
          entry("AMO", 0xf800707f, w -> x(w, 7) + "," + x(w, 20) + ",(" + x(w, 15) + ")"),
          entry("CSR", 0x707f, w -> x(w, 7) + "," + hex(w >>> 20) + "," + x(w, 15)),
          entry("CSRI", 0x707f, w -> x(w, 7) + "," + hex(w >>> 20) + "," + (w >>> 15 & 31)),
          entry("FL", 0x707f, w -> f(w, 7) + "," + (w >> 20) + "(" + x(w, 15) + ")"),
          entry("FS", 0x707f, w -> f(w, 20) + "," + store(w) + "(" + x(w, 15) + ")"),
          entry(
              "R4",
              0x0600007f,
              w -> f(w, 7) + "," + f(w, 15) + "," + f(w, 20) + "," + f(w, 27) + rm(w)),
          entry("FRM", 0xfe00007f, w -> f(w, 7) + "," + f(w, 15) + "," + f(w, 20) + rm(w)),
          entry("FFF", 0xfe00707f, w -> f(w, 7) + "," + f(w, 15) + "," + f(w, 20)),
          entry("XFF", 0xfe00707f, w -> x(w, 7) + "," + f(w, 15) + "," + f(w, 20)),
          entry("FFRM", 0xfff0007f, w -> f(w, 7) + "," + f(w, 15) + rm(w)),
          entry("FFX", 0xfff0007f, w -> f(w, 7) + "," + f(w, 15)),
          entry("XFRM", 0xfff0007f, w -> x(w, 7) + "," + f(w, 15) + rm(w)),
          entry("FXRM", 0xfff0007f, w -> f(w, 7) + "," + x(w, 15) + rm(w)),
          entry("FXX", 0xfff0007f, w -> f(w, 7) + "," + x(w, 15)),
          entry("XF", 0xfff0707f, w -> x(w, 7) + "," + f(w, 15)),
          entry("FX", 0xfff0707f, w -> f(w, 7) + "," + x(w, 15)),
          entry("FENCE", 0x707f, w -> set(w >>> 24) + "," + set(w >>> 20)),
          entry("NONE3", 0x707f, w -> ""),
          entry("VMA", 0xfe007fff, w -> x(w, 15) + "," + x(w, 20)),
          entry("NONE", -1, w -> ""),
          entry("XX", 0xfff0707f, w -> x(w, 7) + "," + x(w, 15)),
          entry("CBO", 0xfff07fff, w -> "(" + x(w, 15) + ")"));

  private static Map.Entry<String, Format> entry(
      String name, int mask, IntFunction<String> operands) {
    return Map.entry(name, new Format(mask, operands));
  }

  private static Format formatCalled(String name) {
    return Objects.requireNonNull(FORMATS.get(name), name);
  }

  /// One instruction of the table.
  public record Row(String name, int mask, int match, String format) {
    /// Whether `word` is this instruction.
    public boolean fits(int word) {
      return (word & mask) == match;
    }

    /// This instruction with everything that is not fixed taken from `filling`.
    public int filled(int filling) {
      return (filling & ~mask) | match;
    }

    /// The assembly text of `word`, which is this instruction at address 0.
    public String text(int word) {
      String ordering = format.equals("AMO") || format.equals("LR") ? ordering(word) : "";
      return (name + ordering + " " + formatCalled(format).operands.apply(word)).strip();
    }
  }

  private static final Map<String, Row> ROWS = parse();

  private Reference() {}

  /// All instructions.
  public static List<Row> rows() {
    return List.copyOf(ROWS.values());
  }

  /// The instruction called `name`.
  public static Row row(String name) {
    return Objects.requireNonNull(ROWS.get(name), name);
  }

  /// What `word` is, if it is anything.
  public static Optional<Row> find(int word) {
    return ROWS.values().stream().filter(row -> row.fits(word)).findFirst();
  }

  private static Map<String, Row> parse() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (String line : TABLE.lines().toList()) {
      List<String> columns = List.of(line.split(" +"));
      int opcode = Integer.parseInt(columns.get(1), 16);
      for (String column : columns.subList(2, columns.size())) {
        Row row = row(columns.get(0), opcode, new ArrayList<>(List.of(column.split(":"))));
        rows.put(row.name(), row);
      }
    }
    return rows;
  }

  private static Row row(String format, int opcode, List<String> fields) {
    int[] shifts = {0, 12, 25, 20};
    int match = opcode;
    for (int i = 1; i < fields.size(); i++) {
      match |= Integer.parseInt(fields.get(i), 16) << shifts[i];
    }
    return new Row(fields.getFirst(), formatCalled(format).mask, match, format);
  }

  private static final List<String> X =
      List.of(
          "zero ra sp gp tp t0 t1 t2 s0 s1 a0 a1 a2 a3 a4 a5 a6 a7 s2 s3 s4 s5 s6 s7 s8 s9 s10 s11 t3 t4 t5 t6"
              .split(" "));

  private static String x(int word, int shift) {
    return X.get(word >>> shift & 31);
  }

  private static String f(int word, int shift) {
    int n = word >>> shift & 31;
    if (n < 8) {
      return "ft" + n;
    }
    if (n < 10) {
      return "fs" + (n - 8);
    }
    if (n < 18) {
      return "fa" + (n - 10);
    }
    return n < 28 ? "fs" + (n - 16) : "ft" + (n - 20);
  }

  private static String hex(int value) {
    return "0x" + Integer.toHexString(value);
  }

  private static String target(int offset) {
    return "0x" + Long.toHexString(offset);
  }

  private static int store(int w) {
    return w >> 25 << 5 | (w >>> 7 & 31);
  }

  private static int branch(int w) {
    return w >> 31 << 12 | (w >>> 7 & 1) << 11 | (w >>> 25 & 63) << 5 | (w >>> 8 & 15) << 1;
  }

  private static int jump(int w) {
    return w >> 31 << 20 | (w >>> 12 & 255) << 12 | (w >>> 20 & 1) << 11 | (w >>> 21 & 1023) << 1;
  }

  private static String rm(int w) {
    return switch (w >>> 12 & 7) {
      case 0 -> ",rne";
      case 1 -> ",rtz";
      case 2 -> ",rdn";
      case 3 -> ",rup";
      case 4 -> ",rmm";
      case 7 -> "";
      default -> ",unknown";
    };
  }

  private static String ordering(int w) {
    return switch (w >>> 25 & 3) {
      case 1 -> ".rl";
      case 2 -> ".aq";
      case 3 -> ".aqrl";
      default -> "";
    };
  }

  private static String set(int bits) {
    String all =
        ((bits & 8) != 0 ? "i" : "")
            + ((bits & 4) != 0 ? "o" : "")
            + ((bits & 2) != 0 ? "r" : "")
            + ((bits & 1) != 0 ? "w" : "");
    return all.isEmpty() ? "0" : all;
  }
}
