package spool.emulator.translate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What a Java method does, as its class file says.
///
/// @param type its parameters, with the receiver first if there is one, and its result
/// @param slots how many local variables it has, parameters among them
/// @param elements instructions and labels
record MethodBody(MethodTypeDesc type, int slots, List<CodeElement> elements) {
  /// The body of method `name` of `owner` with this descriptor.
  static MethodBody read(Class<?> owner, String name, String descriptor) {
    MethodModel method = find(owner, name, descriptor);
    MethodTypeDesc type = method.methodTypeSymbol();
    CodeAttribute code = method.findAttribute(Attributes.code()).orElseThrow();
    return new MethodBody(
        method.flags().has(AccessFlag.STATIC)
            ? type
            : type.insertParameterTypes(0, owner.describeConstable().orElseThrow()),
        code.maxLocals(),
        code.elementList().stream().filter(MethodBody::isExecuted).toList());
  }

  /// The method of `owner` or what it extends.
  private static MethodModel find(Class<?> owner, String name, String descriptor) {
    return Stream.<Class<?>>iterate(owner, Objects::nonNull, Class::getSuperclass)
        .flatMap(each -> parse(each).methods().stream())
        .filter(each -> each.methodName().equalsString(name))
        .filter(each -> each.methodType().equalsString(descriptor))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(owner + " has no " + name + descriptor));
  }

  private static ClassModel parse(Class<?> owner) {
    String file = owner.getSimpleName() + ".class";
    try (InputStream stream = owner.getResourceAsStream(file)) {
      return ClassFile.of().parse(Objects.requireNonNull(stream, file).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /// Leaves out what is for debuggers.
  private static boolean isExecuted(CodeElement element) {
    return element instanceof LabelTarget || !(element instanceof PseudoInstruction);
  }
}
