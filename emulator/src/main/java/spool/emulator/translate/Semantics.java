package spool.emulator.translate;

import java.lang.classfile.CodeElement;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import spool.emulator.fp.ExceptionFlags;
import spool.emulator.hart.Hart;
import spool.emulator.hart.IndexedRam;
import spool.emulator.hart.PageMiss;
import spool.emulator.hart.PageWindow;
import spool.emulator.hart.ReadyFloatingPoint;
import spool.emulator.isa.Cpu;
import spool.emulator.isa.DataMemory;
import spool.emulator.isa.Opcode;

/// What instructions do: the bodies of their annotated methods, and of those that serve them.
///
/// What is called on a [DataMemory] is that of the class that a region sees memory through, and
/// what is called on an [IndexedRam] that of the form that RAM has.
final class Semantics {
  private static final String FLOATING_POINT = ExceptionFlags.class.getPackageName();

  /// What [spool.emulator.fp.Binary64] begins the exact way with: a constant of this class.
  private static final ClassDesc FORMAT = ClassDesc.of(FLOATING_POINT, "Format");

  private static final String ISA = Opcode.class.getPackageName();

  private static final String JAVA = Long.class.getPackageName();

  /// Methods of the Java library that C2 does not know by heart. Where it takes a call for a rare
  /// one, it leaves it a call, and what is alive there goes to the stack's memory, everywhere in
  /// the region.
  private static final Set<String> LIBRARY = Set.of("toUnsignedLong", "isNaN", "isFinite");

  private static final String HART = PageWindow.class.getPackageName();

  private static final ClassDesc MISS = describe(PageMiss.class);

  private static final ClassDesc FLAGS = describe(ExceptionFlags.class);

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

  /// Whether what begins with `element` is not for regions: what throws [PageMiss], the exact way
  /// of an operation on floating-point numbers, and a flag that it raises.
  boolean isMiss(CodeElement element) {
    return switch (element) {
      case FieldInstruction field ->
          field.owner().asSymbol().equals(MISS) || field.owner().asSymbol().equals(FORMAT);
      case InvokeInstruction call -> isOfFlags(call, "raise");
      default -> false;
    };
  }

  /// Whether it asks if NX has accrued.
  static boolean asksIfInexact(InvokeInstruction call) {
    return isOfFlags(call, "isInexact");
  }

  private static boolean isOfFlags(InvokeInstruction call, String method) {
    return call.owner().asSymbol().equals(FLAGS) && call.name().equalsString(method);
  }

  /// What is written in the place of a call; nothing if it is left to the JVM.
  Optional<MethodBody> of(InvokeInstruction call) {
    String name = call.name().stringValue();
    String type = call.type().stringValue();
    if (call.owner().asSymbol().equals(describe(Cpu.class))) {
      return Optional.of(body(ReadyFloatingPoint.class, name, withHart(type)));
    }
    return owner(call.owner().asSymbol(), name).map(owner -> body(owner, name, type));
  }

  private static String withHart(String descriptor) {
    return MethodTypeDesc.ofDescriptor(descriptor)
        .insertParameterTypes(0, describe(Hart.class))
        .descriptorString();
  }

  private static ClassDesc describe(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  private Optional<Class<?>> owner(ClassDesc type, String method) {
    String owner = type.packageName();
    boolean isOurs = owner.equals(ISA) || owner.equals(HART) || owner.equals(FLOATING_POINT);
    if (!isOurs && !(owner.equals(JAVA) && LIBRARY.contains(method))) {
      return Optional.empty();
    }
    Class<?> named = named(owner + "." + type.displayName());
    return Optional.of(
        named == DataMemory.class ? memory : named == IndexedRam.class ? form : named);
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
