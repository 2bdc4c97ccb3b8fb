package spool.emulator.translate;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import spool.emulator.exec.CodeFrame.Instruction;
import spool.emulator.isa.Decoded;

/// The registers of the guest that a region uses, as local variables of its method. An integer
/// register goes by its number, a floating-point register by its number and [#FLOATING].
///
/// On the stack a register is a long, whatever its local variable is: a floating-point register
/// that no instruction takes for a binary32 number is a double there, so that it stays in the
/// host's registers for these.
final class RegisterLocals {
  /// What is added to the number of a floating-point register.
  private static final int FLOATING = Long.SIZE;

  private static final ClassDesc LONGS = CD_long.arrayType();

  private final CodeBuilder code;
  private final int xSlot;
  private final int fSlot;
  private final int end;
  private final Map<Integer, Integer> slots = new TreeMap<>();
  private final Set<Integer> doubles = new TreeSet<>();
  private final Set<Integer> written = new TreeSet<>();

  /// Those that `graph` uses, in local variables from `first` on.
  RegisterLocals(Graph graph, CodeBuilder code, int first) {
    this.code = code;
    xSlot = first;
    fSlot = first + 1;
    Set<Integer> used = new TreeSet<>();
    Set<Integer> singles = new TreeSet<>();
    for (Instruction instruction : graph.instructions().toList()) {
      Set<Integer> registers = of(instruction.decoded());
      used.addAll(registers);
      (isSingle(instruction) ? singles : doubles).addAll(registers);
    }
    used.remove(0);
    doubles.removeAll(singles);
    doubles.removeIf(register -> register < FLOATING);
    int slot = first + 2;
    for (int register : used) {
      slots.put(register, slot);
      slot += TypeKind.LONG.slotSize();
    }
    end = slot;
  }

  private static Set<Integer> of(long decoded) {
    Set<Integer> used = new TreeSet<>();
    Signature signature = Signature.of(decoded);
    signature.arguments().forEach(each -> source(each, decoded).ifPresent(used::add));
    target(decoded).ifPresent(used::add);
    return used;
  }

  private static boolean isSingle(Instruction instruction) {
    return Signature.of(instruction.decoded()).opcode().extension().equals("F");
  }

  private static OptionalInt source(Signature.Argument argument, long decoded) {
    return switch (argument.name()) {
      case "rs1" -> OptionalInt.of(Decoded.rs1((int) decoded));
      case "rs2" -> OptionalInt.of(Decoded.rs2((int) decoded));
      case "fs1" -> OptionalInt.of(FLOATING + Decoded.rs1((int) decoded));
      case "fs2" -> OptionalInt.of(FLOATING + Decoded.rs2((int) decoded));
      case "fs3" -> OptionalInt.of(FLOATING + argument.value(decoded));
      default -> OptionalInt.empty();
    };
  }

  private static OptionalInt target(long decoded) {
    Signature signature = Signature.of(decoded);
    int number = Decoded.rd((int) decoded);
    if (signature.opcode().writesFloatingPoint()) {
      return OptionalInt.of(FLOATING + number);
    }
    return signature.writesInteger() && Signature.writesRegister(decoded)
        ? OptionalInt.of(number)
        : OptionalInt.empty();
  }

  /// The first local variable after these.
  int end() {
    return end;
  }

  /// Whether a floating-point register is among them.
  boolean areFloatingPoint() {
    return slots.keySet().stream().anyMatch(register -> register >= FLOATING);
  }

  /// Writes what finds the registers of the [Cpu] in local variable `cpu`, as [#load] and [#save]
  /// need them.
  void find(int cpu, ClassDesc type) {
    code.aload(cpu).getfield(type, "x", LONGS).astore(xSlot);
    code.aload(cpu).getfield(type, "f", LONGS).astore(fSlot);
  }

  /// Writes what loads all of them from the hart.
  void load() {
    for (int register : slots.keySet()) {
      pushPlace(register);
      code.laload();
      pop(register);
    }
  }

  /// Writes what stores to the hart those that were written up to now.
  void save() {
    for (int register : written) {
      pushPlace(register);
      push(register);
      code.lastore();
    }
  }

  /// Pushes the array that holds a register, and its index there.
  private void pushPlace(int register) {
    if (register >= FLOATING) {
      code.aload(fSlot).loadConstant(register - FLOATING);
    } else {
      code.aload(xSlot).loadConstant(register);
    }
  }

  /// Pushes the value of a register.
  void push(int register) {
    if (register == 0) {
      code.lconst_0();
    } else if (doubles.contains(register)) {
      code.dload(slot(register));
      code.invokestatic(CD_Double, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double));
    } else {
      code.lload(slot(register));
    }
  }

  /// Pushes the value of the register that an argument of the instruction `decoded` names.
  void push(Signature.Argument argument, long decoded) {
    push(source(argument, decoded).orElseThrow());
  }

  /// Pops the result of the instruction `decoded`, into the register that it goes to if it does.
  void write(long decoded) {
    OptionalInt target = target(decoded);
    if (target.isPresent()) {
      pop(target.getAsInt());
      written.add(target.getAsInt());
    } else {
      code.pop2();
    }
  }

  private void pop(int register) {
    if (doubles.contains(register)) {
      code.invokestatic(CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
      code.dstore(slot(register));
    } else {
      code.lstore(slot(register));
    }
  }

  private int slot(int register) {
    return Objects.requireNonNull(slots.get(register));
  }
}
