package spool.emulator.translate;

import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import spool.emulator.hart.Hart;
import spool.emulator.hart.IndexedRam;
import spool.emulator.hart.PageWindow;
import spool.emulator.hart.ReadyFloatingPoint;
import spool.emulator.isa.Cpu;
import spool.emulator.isa.DataMemory;
import spool.emulator.isa.Opcode;

/// What instructions do: the bodies of their annotated methods, and of those that serve them.
///
/// What is called on a [DataMemory] is that of the class that a region sees memory through, and
/// what is called on an [IndexedRam] that of the form that RAM has.
final class Semantics implements Inliner.Bodies {
  private static final String ISA = Opcode.class.getPackageName();

  private static final String HART = PageWindow.class.getPackageName();

  private final Class<? extends DataMemory> memory;
  private final Class<? extends IndexedRam> form;
  private final Map<String, MethodBody> bodies = new HashMap<>();

  /// What instructions do that see memory through `memory`, with RAM of the form `form`.
  Semantics(Class<? extends DataMemory> memory, Class<? extends IndexedRam> form) {
    this.memory = memory;
    this.form = form;
  }

  /// The method of an instruction.
  MethodBody of(Signature signature) {
    Opcode opcode = signature.opcode();
    return body(opcode.owner(), opcode.method(), opcode.descriptor());
  }

  /// A method of the class that memory is seen through.
  MethodBody of(String name, MethodTypeDesc type) {
    return body(memory, name, type.descriptorString());
  }

  @Override
  public Optional<MethodBody> of(InvokeInstruction call) {
    String name = call.name().stringValue();
    String type = call.type().stringValue();
    if (call.owner().asSymbol().equals(describe(Cpu.class))) {
      return Optional.of(body(ReadyFloatingPoint.class, name, withHart(type)));
    }
    return owner(call.owner().asSymbol()).map(owner -> body(owner, name, type));
  }

  private static String withHart(String descriptor) {
    return MethodTypeDesc.ofDescriptor(descriptor)
        .insertParameterTypes(0, describe(Hart.class))
        .descriptorString();
  }

  private static ClassDesc describe(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  private Optional<Class<?>> owner(ClassDesc type) {
    if (!type.packageName().equals(ISA) && !type.packageName().equals(HART)) {
      return Optional.empty();
    }
    Class<?> owner = named(type.packageName() + "." + type.displayName());
    return Optional.of(
        owner == DataMemory.class ? memory : owner == IndexedRam.class ? form : owner);
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("no class " + name, e);
    }
  }

  private MethodBody body(Class<?> owner, String name, String descriptor) {
    return bodies.computeIfAbsent(
        owner.getName() + "." + name + descriptor, key -> MethodBody.read(owner, name, descriptor));
  }
}
