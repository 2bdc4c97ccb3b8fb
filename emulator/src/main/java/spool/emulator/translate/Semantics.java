package spool.emulator.translate;

import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import spool.emulator.hart.Hart;
import spool.emulator.hart.PageWindow;
import spool.emulator.hart.ReadyFloatingPoint;
import spool.emulator.isa.Cpu;
import spool.emulator.isa.DataMemory;
import spool.emulator.isa.Opcode;

/// What instructions do: the bodies of their annotated methods, and of those that serve them.
///
/// Memory is seen through windows in a region, so that what is called on a [DataMemory] is theirs.
final class Semantics implements Inliner.Bodies {
  private static final String ISA = Opcode.class.getPackageName();

  /// The field of a window that is the same in all of them, as long as a region runs.
  static final String RAM = "ram";

  private static final String HART = PageWindow.class.getPackageName();

  private final Class<? extends PageWindow> memory;
  private final Map<String, Optional<MethodBody>> bodies = new HashMap<>();

  /// What instructions do with memory of the form `memory`.
  Semantics(Class<? extends PageWindow> memory) {
    this.memory = memory;
  }

  /// The form of memory.
  Class<? extends PageWindow> memory() {
    return memory;
  }

  /// The method of an instruction.
  MethodBody of(Signature signature) {
    Opcode opcode = signature.opcode();
    return body(opcode.owner(), opcode.method(), opcode.descriptor()).orElseThrow();
  }

  @Override
  public Optional<MethodBody> of(InvokeInstruction call) {
    String name = call.name().stringValue();
    String type = call.type().stringValue();
    if (call.owner().asSymbol().equals(describe(Cpu.class))) {
      return body(ReadyFloatingPoint.class, name, withHart(type));
    }
    return owner(call.owner().asSymbol()).flatMap(owner -> body(owner, name, type));
  }

  private static String withHart(String descriptor) {
    return MethodTypeDesc.ofDescriptor(descriptor)
        .insertParameterTypes(0, describe(Hart.class))
        .descriptorString();
  }

  @Override
  public OptionalInt local(FieldInstruction field) {
    boolean isRam =
        field.name().equalsString(RAM) && field.owner().asSymbol().equals(describe(memory));
    return isRam ? OptionalInt.of(RegionWriter.RAM_SLOT) : OptionalInt.empty();
  }

  /// The type of [#RAM].
  ClassDesc ramType() {
    try {
      return describe(memory.getDeclaredField(RAM).getType());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(memory + " has no RAM", e);
    }
  }

  private static ClassDesc describe(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  private Optional<Class<?>> owner(ClassDesc type) {
    if (!type.packageName().equals(ISA) && !type.packageName().equals(HART)) {
      return Optional.empty();
    }
    Class<?> owner = named(type.packageName() + "." + type.displayName());
    return Optional.of(owner == DataMemory.class ? memory : owner);
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no class " + name, e);
    }
  }

  private Optional<MethodBody> body(Class<?> owner, String name, String descriptor) {
    return bodies.computeIfAbsent(
        owner.getName() + "." + name + descriptor, key -> MethodBody.read(owner, name, descriptor));
  }
}
