package spool.emulator.isa;

/// Expands compressed instructions one by one, the way the tables of the "C" extension list them:
/// by quadrant and function field, to the 32-bit instruction that does the same.
final class Expansion {
  /// What a reserved or all-zero halfword expands to: not an instruction either.
  static final int NONE = 0;

  private static final int ZERO = 0;
  private static final int RA = 1;
  private static final int SP = 2;

  private final int h;

  private Expansion(int halfword) {
    h = halfword;
  }

  /// The 32-bit instruction for a halfword that is not the beginning of one itself.
  static int of(int halfword) {
    Expansion e = new Expansion(halfword);
    return switch (halfword & 3) {
      case 0 -> e.quadrant0();
      case 1 -> e.quadrant1();
      default -> e.quadrant2();
    };
  }

  private int quadrant0() {
    int rd = 8 + bits(2, 3);
    int rs1 = 8 + bits(7, 3);
    int word = bits(5, 1) << 6 | bits(10, 3) << 3 | bits(6, 1) << 2;
    int doubleword = bits(5, 2) << 6 | bits(10, 3) << 3;
    int stack = bits(7, 4) << 6 | bits(11, 2) << 4 | bits(5, 1) << 3 | bits(6, 1) << 2;
    return switch (bits(13, 3)) {
      case 0 -> stack == 0 ? NONE : i("addi", rd, SP, stack);
      case 1 -> i("fld", rd, rs1, doubleword);
      case 2 -> i("lw", rd, rs1, word);
      case 3 -> i("ld", rd, rs1, doubleword);
      case 5 -> s("fsd", rd, rs1, doubleword);
      case 6 -> s("sw", rd, rs1, word);
      case 7 -> s("sd", rd, rs1, doubleword);
      default -> NONE;
    };
  }

  private int quadrant1() {
    int rd = bits(7, 5);
    int imm = signed(bits(12, 1) << 5 | bits(2, 5), 6);
    return switch (bits(13, 3)) {
      case 0 -> i("addi", rd, rd, imm);
      case 1 -> rd == 0 ? NONE : i("addiw", rd, rd, imm);
      case 2 -> i("addi", rd, ZERO, imm);
      case 3 -> imm == 0 ? NONE : rd == SP ? i("addi", SP, SP, stackAdjustment()) : lui(rd, imm);
      case 4 -> arithmetic(imm);
      case 5 -> jump();
      case 6 -> branch("beq");
      default -> branch("bne");
    };
  }

  private int arithmetic(int imm) {
    int rd = 8 + bits(7, 3);
    int rs2 = 8 + bits(2, 3);
    return switch (bits(10, 2)) {
      case 0 -> i("srli", rd, rd, imm & 63);
      case 1 -> i("srai", rd, rd, imm & 63);
      case 2 -> i("andi", rd, rd, imm);
      default ->
          switch (bits(12, 1) << 2 | bits(5, 2)) {
            case 0 -> r("sub", rd, rd, rs2);
            case 1 -> r("xor", rd, rd, rs2);
            case 2 -> r("or", rd, rd, rs2);
            case 3 -> r("and", rd, rd, rs2);
            case 4 -> r("subw", rd, rd, rs2);
            case 5 -> r("addw", rd, rd, rs2);
            default -> NONE;
          };
    };
  }

  private int quadrant2() {
    int rd = bits(7, 5);
    int rs2 = bits(2, 5);
    int loadWord = bits(2, 2) << 6 | bits(12, 1) << 5 | bits(4, 3) << 2;
    int loadDouble = bits(2, 3) << 6 | bits(12, 1) << 5 | bits(5, 2) << 3;
    int storeWord = bits(7, 2) << 6 | bits(9, 4) << 2;
    int storeDouble = bits(7, 3) << 6 | bits(10, 3) << 3;
    return switch (bits(13, 3)) {
      case 0 -> i("slli", rd, rd, bits(12, 1) << 5 | rs2);
      case 1 -> i("fld", rd, SP, loadDouble);
      case 2 -> rd == 0 ? NONE : i("lw", rd, SP, loadWord);
      case 3 -> rd == 0 ? NONE : i("ld", rd, SP, loadDouble);
      case 4 -> bits(12, 1) == 0 ? moveOrJump(rd, rs2) : addOrCall(rd, rs2);
      case 5 -> s("fsd", rs2, SP, storeDouble);
      case 6 -> s("sw", rs2, SP, storeWord);
      default -> s("sd", rs2, SP, storeDouble);
    };
  }

  private static int moveOrJump(int rd, int rs2) {
    if (rs2 != 0) {
      return r("add", rd, ZERO, rs2);
    }
    return rd == 0 ? NONE : i("jalr", ZERO, rd, 0);
  }

  private static int addOrCall(int rd, int rs2) {
    if (rs2 != 0) {
      return r("add", rd, rd, rs2);
    }
    return rd == 0 ? Reference.row("ebreak").match() : i("jalr", RA, rd, 0);
  }

  private int stackAdjustment() {
    int imm =
        bits(12, 1) << 9 | bits(3, 2) << 7 | bits(5, 1) << 6 | bits(2, 1) << 5 | bits(6, 1) << 4;
    return signed(imm, 10);
  }

  private int jump() {
    int imm =
        bits(12, 1) << 11
            | bits(8, 1) << 10
            | bits(9, 2) << 8
            | bits(6, 1) << 7
            | bits(7, 1) << 6
            | bits(2, 1) << 5
            | bits(11, 1) << 4
            | bits(3, 3) << 1;
    int o = signed(imm, 12);
    int fields = (o >> 20 & 1) << 31 | (o >> 1 & 1023) << 21 | (o >> 11 & 1) << 20;
    return Reference.row("jal").match() | fields | (o >> 12 & 255) << 12;
  }

  private int branch(String name) {
    int imm =
        bits(12, 1) << 8 | bits(5, 2) << 6 | bits(2, 1) << 5 | bits(10, 2) << 3 | bits(3, 2) << 1;
    int o = signed(imm, 9);
    int high = (o >> 12 & 1) << 31 | (o >> 5 & 63) << 25;
    int low = (o >> 1 & 15) << 8 | (o >> 11 & 1) << 7;
    return Reference.row(name).match() | high | low | (8 + bits(7, 3)) << 15;
  }

  private int bits(int low, int count) {
    return h >>> low & (1 << count) - 1;
  }

  private static int signed(int value, int width) {
    return value << (32 - width) >> (32 - width);
  }

  private static int lui(int rd, int imm) {
    return Reference.row("lui").match() | imm << 12 | rd << 7;
  }

  private static int r(String name, int rd, int rs1, int rs2) {
    return Reference.row(name).match() | rd << 7 | rs1 << 15 | rs2 << 20;
  }

  private static int i(String name, int rd, int rs1, int imm) {
    return Reference.row(name).match() | rd << 7 | rs1 << 15 | imm << 20;
  }

  private static int s(String name, int rs2, int rs1, int imm) {
    int split = imm >> 5 << 25 | (imm & 31) << 7;
    return Reference.row(name).match() | rs2 << 20 | rs1 << 15 | split;
  }
}
