package spool.emulator.translate;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes the body of a method in the place of a call.
///
/// The JVM's compiler inlines methods too, but only so much of them into one method, and its
/// interpreter does not at all. Calls inside a body that are worth it are replaced as well.
///
/// An argument is code that pushes it and does nothing else, so that it can stand wherever the body
/// reads the parameter. Where a call's arguments are that simple, they are not pushed at once but
/// kept, for the body of what is called; all else goes to local variables from [#firstSlot] on.
final class Inliner {
  private final Bodies bodies;
  private final Constants constants;
  private final Label miss;
  private final int firstSlot;
  private final CodeBuilder code;

  /// Finds what to write in the place of a call.
  interface Bodies {
    /// Whether to go on at the miss in the place of this and all that follows.
    boolean isMiss(CodeElement element);

    /// Whether a call, for a branch that follows at once, answers true, and does nothing else.
    boolean isTrue(InvokeInstruction call);

    /// The body of a method, if it is to be written in the place of the call.
    Optional<MethodBody> of(InvokeInstruction call);
  }

  /// Finds what to write in the place of a field.
  interface Constants {
    /// What pushes the value of the field, if it is the same in all objects.
    Optional<Consumer<CodeBuilder>> of(FieldInstruction field);
  }

  /// Writes to `code`, where local variables from `firstSlot` on are free. Goes on at `miss` where
  /// `bodies` say so, which has to be when the stack is empty.
  Inliner(Bodies bodies, Constants constants, Label miss, CodeBuilder code, int firstSlot) {
    this.bodies = bodies;
    this.constants = constants;
    this.miss = miss;
    this.code = code;
    this.firstSlot = firstSlot;
  }

  /// Writes what a call of `body` does, and leaves its result on the stack.
  void write(MethodBody body, List<Consumer<CodeBuilder>> arguments) {
    new Frame(body, arguments, firstSlot).write();
  }

  /// The call of one method.
  private final class Frame {
    private final MethodBody body;
    private final Map<Integer, Consumer<CodeBuilder>> parameters = new HashMap<>();
    private final Map<Label, Label> labels = new HashMap<>();
    private final List<Consumer<CodeBuilder>> kept = new ArrayList<>();
    private final int shift;
    private final int end;

    /// Whether what comes up to the next label that something goes on at is never executed.
    private boolean isDead;

    /// Whether the value that a branch comes for is known to be true.
    private boolean isTrue;

    Frame(MethodBody body, List<Consumer<CodeBuilder>> arguments, int shift) {
      this.body = body;
      this.shift = shift;
      int slot = 0;
      for (int index = 0; index < arguments.size(); index++) {
        parameters.put(slot, arguments.get(index));
        slot += slots(body.type().parameterType(index));
      }
      end = shift + body.slots();
    }

    void write() {
      Label after = code.newLabel();
      int last = body.elements().size() - 1;
      for (int index = 0; index <= last; index++) {
        write(body.elements().get(index), index == last, after);
      }
      code.labelBinding(after);
    }

    private void write(CodeElement element, boolean isLast, Label after) {
      isDead &= !(element instanceof LabelTarget target && labels.containsKey(target.label()));
      if (isDead) {
        return;
      }
      if (bodies.isMiss(element)) {
        kept.clear();
        code.goto_(miss);
        isDead = true;
        return;
      }
      switch (element) {
        case LoadInstruction load -> kept.add(parameterOrLocal(load));
        case ConstantInstruction constant -> kept.add(builder -> builder.with(constant));
        case FieldInstruction field when isSimple(field) -> keep(field);
        case InvokeInstruction call when bodies.isTrue(call) -> {
          kept.clear();
          isTrue = true;
        }
        case InvokeInstruction call -> call(call);
        case BranchInstruction branch when isTrue -> {
          isTrue = false;
          if (branch.opcode() == Opcode.IFNE) {
            code.goto_(label(branch.target()));
            isDead = true;
          }
        }
        case StoreInstruction store -> {
          push();
          code.storeLocal(store.typeKind(), shift + store.slot());
        }
        case ReturnInstruction _ -> {
          push();
          if (!isLast) {
            code.goto_(after);
          }
        }
        case BranchInstruction branch -> {
          push();
          code.branch(branch.opcode(), label(branch.target()));
        }
        case TableSwitchInstruction table -> {
          push();
          code.tableswitch(label(table.defaultTarget()), cases(table.cases()));
        }
        case LookupSwitchInstruction lookup -> {
          push();
          code.lookupswitch(label(lookup.defaultTarget()), cases(lookup.cases()));
        }
        case LabelTarget target -> {
          push();
          code.labelBinding(label(target.label()));
        }
        default -> {
          push();
          code.with(element);
        }
      }
    }

    private List<SwitchCase> cases(List<SwitchCase> originals) {
      return originals.stream()
          .map(each -> SwitchCase.of(each.caseValue(), label(each.target())))
          .toList();
    }

    private Consumer<CodeBuilder> parameterOrLocal(LoadInstruction load) {
      int slot = shift + load.slot();
      return parameters.getOrDefault(
          load.slot(), builder -> builder.loadLocal(load.typeKind(), slot));
    }

    /// A static field, or one of an object that is kept.
    private boolean isSimple(FieldInstruction field) {
      return switch (field.opcode()) {
        case GETSTATIC -> true;
        case GETFIELD -> !kept.isEmpty();
        default -> false;
      };
    }

    private void keep(FieldInstruction field) {
      Consumer<CodeBuilder> object =
          field.opcode() == Opcode.GETSTATIC ? builder -> {} : kept.removeLast();
      kept.add(constants.of(field).orElseGet(() -> object.andThen(builder -> builder.with(field))));
    }

    private void call(InvokeInstruction call) {
      Optional<MethodBody> callee = bodies.of(call);
      if (callee.isEmpty()) {
        push();
        code.with(call);
      } else {
        List<Consumer<CodeBuilder>> arguments = arguments(callee.get());
        new Frame(callee.get(), arguments, end + slots(callee.get())).write();
      }
    }

    /// The arguments of a call: those that are kept, or all from the stack by local variables.
    private List<Consumer<CodeBuilder>> arguments(MethodBody callee) {
      int count = callee.type().parameterCount();
      int before = kept.size() - count;
      if (before >= 0) {
        List<Consumer<CodeBuilder>> arguments = new ArrayList<>(kept.subList(before, kept.size()));
        kept.subList(before, kept.size()).clear();
        push();
        return arguments;
      }
      push();
      List<Consumer<CodeBuilder>> arguments = new ArrayList<>();
      int slot = end;
      for (int index = count - 1; index >= 0; index--) {
        TypeKind kind = TypeKind.from(callee.type().parameterType(index));
        int place = slot;
        code.storeLocal(kind, place);
        arguments.addFirst(builder -> builder.loadLocal(kind, place));
        slot += kind.slotSize();
      }
      return arguments;
    }

    /// Pushes what was kept.
    private void push() {
      kept.forEach(each -> each.accept(code));
      kept.clear();
    }

    private Label label(Label original) {
      return Objects.requireNonNull(labels.computeIfAbsent(original, key -> code.newLabel()));
    }

    private static int slots(MethodBody callee) {
      return callee.type().parameterList().stream().mapToInt(Frame::slots).sum();
    }

    private static int slots(ClassDesc type) {
      return TypeKind.from(type).slotSize();
    }
  }
}
