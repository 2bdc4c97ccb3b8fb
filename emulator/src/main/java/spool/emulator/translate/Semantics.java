package spool.emulator.translate;

import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import spool.emulator.hart.CachedPages;
import spool.emulator.isa.DataMemory;
import spool.emulator.isa.Opcode;

/// What instructions do: the bodies of their annotated methods, and of those that serve them.
///
/// Memory is cached pages in a region, so that what is called on a [DataMemory] is theirs.
final class Semantics implements Inliner.Bodies {
  private static final String ISA = Opcode.class.getPackageName();
  private static final String PAGES = CachedPages.class.getPackageName();

  private final Class<? extends CachedPages> pages;
  private final Map<String, MethodBody> bodies = new HashMap<>();

  /// What instructions do with memory of the form `pages`.
  Semantics(Class<? extends CachedPages> pages) {
    this.pages = pages;
  }

  /// The form of memory.
  Class<? extends CachedPages> pages() {
    return pages;
  }

  /// The method of an instruction.
  MethodBody of(Signature signature) {
    Opcode opcode = signature.opcode();
    return body(opcode.owner(), opcode.method(), opcode.descriptor());
  }

  @Override
  public Optional<MethodBody> of(InvokeInstruction call) {
    return owner(call.owner().asSymbol())
        .map(owner -> body(owner, call.name().stringValue(), call.type().stringValue()));
  }

  private Optional<Class<?>> owner(ClassDesc type) {
    if (!type.packageName().equals(ISA) && !type.packageName().equals(PAGES)) {
      return Optional.empty();
    }
    Class<?> owner = named(type.packageName() + "." + type.displayName());
    return Optional.of(owner == DataMemory.class ? pages : owner);
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
