package spool.generator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/// Writes decoder, disassembler tables and the interpreter's dispatch from the methods annotated
/// with `@Insn`. A description that makes no sense is a compile error at its method.
@SupportedAnnotationTypes(InstructionReader.PACKAGE + ".Insn")
public final class InstructionProcessor extends AbstractProcessor {
  private static final Comparator<Instruction> NUMBERING =
      Comparator.comparing((Instruction i) -> i.hasFlow("END")).thenComparing(i -> !i.isCommon());

  /// Made by the compiler, which finds it as a service.
  public InstructionProcessor() {}

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> types, RoundEnvironment round) {
    for (TypeElement type : types) {
      List<ExecutableElement> methods =
          InstructionReader.methods(round.getElementsAnnotatedWith(type));
      List<Instruction> instructions = read(methods);
      if (instructions.size() == methods.size()) {
        write(instructions);
      }
    }
    return false;
  }

  /// What could be read; the rest has been reported.
  private List<Instruction> read(List<ExecutableElement> methods) {
    InstructionReader reader = new InstructionReader(processingEnv.getElementUtils());
    List<Instruction> instructions = new ArrayList<>();
    for (ExecutableElement method : methods) {
      try {
        Instruction instruction = reader.read(method);
        requireDistinct(instruction, instructions);
        instructions.add(instruction);
      } catch (DescriptionError e) {
        processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, e.getMessage(), method);
      }
    }
    return instructions;
  }

  private static void requireDistinct(Instruction added, List<Instruction> others) {
    for (Instruction other : others) {
      if (added.encoding().pattern().overlaps(other.encoding().pattern())) {
        throw new DescriptionError("encoded like " + other.encoding().mnemonic());
      }
    }
  }

  private void write(List<Instruction> instructions) {
    List<Instruction> numbered = instructions.stream().sorted(NUMBERING).toList();
    List.of(
            OpcodeSource.of(numbered),
            EncodingSource.of(numbered),
            DecoderSource.of(numbered),
            AssemblySource.of(numbered),
            DispatchSource.of(numbered))
        .forEach(source -> source.fileWith(processingEnv.getFiler()));
  }
}
