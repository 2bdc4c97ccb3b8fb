package spool.emulator.translate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.PseudoInstruction;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a Java method does, as its class file says.
///
/// @param type its parameters, with the receiver first if there is one, and its result
/// @param slots how many local variables it has, parameters among them
/// @param elements instructions, and labels that some of them lead to
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
        executed(code));
  }

  /// Leaves out what is for debuggers: lines, and labels between which variables are.
  private static List<CodeElement> executed(CodeAttribute code) {
    Set<Label> targets =
        code.elementStream().flatMap(MethodBody::targets).collect(Collectors.toSet());
    return code.elementStream()
        .filter(
            element ->
                element instanceof LabelTarget target
                    ? targets.contains(target.label())
                    : !(element instanceof PseudoInstruction))
        .toList();
  }

  private static Stream<Label> targets(CodeElement element) {
    return switch (element) {
      case BranchInstruction branch -> Stream.of(branch.target());
      case LookupSwitchInstruction lookup -> targets(lookup.defaultTarget(), lookup.cases());
      case TableSwitchInstruction table -> targets(table.defaultTarget(), table.cases());
      default -> Stream.empty();
    };
  }

  private static Stream<Label> targets(Label otherwise, List<SwitchCase> cases) {
    return Stream.concat(Stream.of(otherwise), cases.stream().map(SwitchCase::target));
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
}
