package spool.emulator.translate;

import static java.lang.constant.ConstantDescs.CD_MethodHandles;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_VarHandle;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CLASS_INIT_NAME;
import static java.lang.constant.ConstantDescs.DEFAULT_NAME;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import spool.emulator.exec.CodeFrame.Instruction;
import spool.emulator.exec.MemoryOperand;
import spool.emulator.exec.Region;
import spool.emulator.exec.RegionPlan;
import spool.emulator.exec.Successor;
import spool.emulator.fp.Rounding;
import spool.emulator.hart.CachedPages;
import spool.emulator.hart.Hart;
import spool.emulator.hart.IndexedRam;
import spool.emulator.hart.PageWindow;
import spool.emulator.hart.RamView;
import spool.emulator.hart.ReadyFloatingPoint;
import spool.emulator.isa.Cpu;
import spool.emulator.isa.Decoded;
import spool.emulator.isa.Flow;
import spool.emulator.translate.Anchors.Anchored;

/// Writes the class of a region.
///
/// Its one method keeps the guest's registers in local variables ([RegisterLocals]). It begins by
/// loading them, and then looks at a switch which of the entries is at the address to go on at; an
/// indirect jump comes there as well, so that a return finds its way inside the region, and no loop
/// has two heads. Basic blocks follow in order, with real jumps between them. There is one way out:
/// what registers were written are stored, and the count is answered.
///
/// An instruction is the body of its annotated method. One that may fail to do its work first notes
/// where it is, and then goes to the way out instead of throwing an exception. Nothing is called on
/// the way, so that the JVM's compiler can keep in registers what it likes.
///
/// RAM is a constant of the class, and so is all else that is the same in all windows. An access is
/// written with memory as one of the three [Views] has it: the TLB where it wanders, RAM itself
/// where it goes by an anchor ([Anchors]), and else a window.
///
/// Many loops are _counted loops_ to C2, with what is left of the room as their counter: it unrolls
/// them, and they have no safepoint, which they need not have, as the room is soon at its end. This
/// takes an exit by the counter at the end of the loop, after as many instructions on each way; a
/// head that is a block of bytecode by itself, with nothing but a jump, or else C2 moves the first
/// exit to the end; and that C2 knows that the counter begins at zero or above, so that it passes
/// the limit and does not wrap around.
///
/// A call of a `VarHandle` is linked when it is first executed, each kind once in a class. Where
/// the JVM's compiler meets one that is not, it writes a way back into the JVM's interpreter, and
/// when that is taken, the method is compiled again. So the class begins by executing each kind in
/// vain.
final class RegionWriter {
  private static final ClassDesc REGION = describe(Region.class);
  private static final ClassDesc HART = describe(Hart.class);
  private static final ClassDesc PAGES = describe(CachedPages.class);
  private static final ClassDesc SUCCESSOR = describe(Successor.class);

  /// Beside the class of which it has to see inside.
  private static final ClassDesc THIS =
      ClassDesc.of(CachedPages.class.getPackageName(), "TranslatedRegion");

  /// Parameters and local variables of the method, by their slots.
  private static final int HART_SLOT = 1;

  private static final int PAGES_SLOT = 2;
  private static final int SUCCESSOR_SLOT = 3;
  private static final int BASE_SLOT = 4;
  private static final int ROOM_SLOT = 6;
  private static final int LEFT_SLOT = 7;
  private static final int PLACE_SLOT = 8;
  private static final int COUNT_SLOT = 9;
  private static final int NEXT_SLOT = 10;
  private static final int TLB_SLOT = 12;
  private static final int FIRST_REGISTER_SLOT = 13;

  /// A place is an offset above a number of instructions that are owed for.
  private static final int OWED_BITS = 10;

  private static final DirectMethodHandleDesc CLASS_DATA =
      ConstantDescs.ofConstantBootstrap(CD_MethodHandles, "classData", CD_Object);

  private static final int HUGE_BYTES = 8_000;

  private static final MethodTypeDesc INDEX = MethodTypeDesc.of(CD_long, CD_long, CD_long);

  private static final String RAM = "ram";
  private static final String MASK = "mask";

  /// A kind of call of a `VarHandle`.
  private record Access(String name, MethodTypeDesc type) {}

  private final Graph graph;
  private final RegionPlan plan;
  private final RamView ram;
  private final CodeBuilder code;
  private final Views views;
  private final Map<Integer, Anchored> anchored;
  private final RegisterLocals registers;
  private final Map<Integer, Integer> windows = new TreeMap<>();
  private final Map<Integer, Integer> anchors = new TreeMap<>();
  private final int firstFreeSlot;
  private final Map<Integer, Label> labels = new HashMap<>();
  private final Set<Access> accesses;
  private final Label dispatch;
  private final Label miss;
  private final Label leave;
  private final Label save;
  private final Label refuse;
  private final Label answer;

  private RegionWriter(
      Graph graph,
      RegionPlan plan,
      RamView ram,
      Views views,
      Set<Access> accesses,
      CodeBuilder code) {
    this.graph = graph;
    this.accesses = accesses;
    this.plan = plan;
    this.ram = ram;
    this.views = views;
    anchored = Anchors.of(graph, plan.wandering());
    this.code = code;
    dispatch = code.newLabel();
    miss = code.newLabel();
    leave = code.newLabel();
    save = code.newLabel();
    refuse = code.newLabel();
    answer = code.newLabel();
    for (BasicBlock block : graph.blocks()) {
      labels.put(block.offset(), code.newLabel());
    }
    registers = new RegisterLocals(graph, code, FIRST_REGISTER_SLOT);
    int slot = registers.end();
    for (int window : windows()) {
      windows.put(window, slot);
      slot++;
    }
    for (Anchored each : anchored.values()) {
      if (each.drop().isPresent()) {
        anchors.put(each.anchor(), slot);
        slot += TypeKind.LONG.slotSize();
      }
    }
    firstFreeSlot = slot;
  }

  /// The class file of the region `graph`, made by `plan`, of which `ram` is the class data.
  /// Instructions see memory as `views` has it.
  static byte[] write(Graph graph, RegionPlan plan, RamView ram, Views views) {
    Set<Access> accesses = new LinkedHashSet<>();
    return ClassFile.of()
        .build(
            THIS,
            type ->
                type.withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                    .withSuperclass(REGION)
                    .withField(RAM, type(ram), ClassFile.ACC_STATIC | ClassFile.ACC_FINAL)
                    .withMethodBody(
                        INIT_NAME, MTD_void, ClassFile.ACC_PUBLIC, RegionWriter::constructor)
                    .withMethodBody(
                        "run",
                        MethodTypeDesc.of(CD_int, HART, PAGES, SUCCESSOR, CD_long, CD_int),
                        ClassFile.ACC_PUBLIC,
                        code -> new RegionWriter(graph, plan, ram, views, accesses, code).method())
                    .withMethodBody(
                        CLASS_INIT_NAME,
                        MTD_void,
                        ClassFile.ACC_STATIC,
                        code -> initialize(code, ram, accesses)));
  }

  /// Whether HotSpot would leave the method of the region in `classFile` to the interpreter for
  /// good (its flag `HugeMethodLimit`).
  static boolean isTooLarge(byte[] classFile) {
    return ClassFile.of().parse(classFile).methods().stream()
        .flatMap(method -> method.findAttribute(Attributes.code()).stream())
        .anyMatch(body -> body.codeLength() >= HUGE_BYTES);
  }

  private static void constructor(CodeBuilder code) {
    code.aload(0).invokespecial(REGION, INIT_NAME, MTD_void).return_();
  }

  private static void initialize(CodeBuilder code, RamView ram, Set<Access> accesses) {
    code.ldc(DynamicConstantDesc.ofNamed(CLASS_DATA, DEFAULT_NAME, type(ram)));
    code.putstatic(THIS, RAM, type(ram));
    for (Access access : accesses) {
      code.trying(vain -> executeInVain(vain, access), end -> end.catchingAll(CodeBuilder::pop));
    }
    code.return_();
  }

  /// Calls it on no `VarHandle`, which has it linked and then throws an exception.
  private static void executeInVain(CodeBuilder code, Access access) {
    code.aconst_null();
    for (ClassDesc type : access.type().parameterList()) {
      switch (TypeKind.from(type)) {
        case REFERENCE -> code.aconst_null();
        case LONG -> code.lconst_0();
        default -> code.iconst_0();
      }
    }
    code.invokevirtual(CD_VarHandle, access.name(), access.type());
    switch (TypeKind.from(access.type().returnType()).slotSize()) {
      case 2 -> code.pop2();
      case 1 -> code.pop();
      default -> code.nop();
    }
  }

  /// What `semantics` has for a call. What is left to the JVM is noted if that has to link it.
  private record Noting(Semantics semantics, boolean inexact, Set<Access> accesses)
      implements Inliner.Bodies {
    @Override
    public boolean isMiss(CodeElement element) {
      return semantics.isMiss(element);
    }

    @Override
    public boolean isTrue(InvokeInstruction call) {
      return inexact && Semantics.asksIfInexact(call);
    }

    @Override
    public Optional<MethodBody> of(InvokeInstruction call) {
      if (call.owner().asSymbol().equals(CD_VarHandle)) {
        accesses.add(new Access(call.name().stringValue(), call.typeSymbol()));
      }
      return semantics.of(call);
    }
  }

  private static ClassDesc type(RamView ram) {
    return describe(ram.type());
  }

  /// The fields of RAM and pages that are the same in all of them.
  private Optional<Consumer<CodeBuilder>> constant(FieldInstruction field) {
    ClassDesc owner = field.owner().asSymbol();
    if (Stream.of(IndexedRam.class, ram.form(), ram.pages())
        .noneMatch(holder -> owner.equals(describe(holder)))) {
      return Optional.empty();
    }
    return switch (field.name().stringValue()) {
      case RAM -> Optional.of(builder -> builder.getstatic(THIS, RAM, type(ram)));
      case MASK -> Optional.of(builder -> builder.loadConstant(ram.mask()));
      default -> Optional.empty();
    };
  }

  private static ClassDesc describe(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  private Set<Integer> windows() {
    return graph
        .instructions()
        .filter(each -> Signature.of(each.decoded()).isAccess())
        .filter(each -> !plan.wandering().contains(each.offset()))
        .map(RegionWriter::base)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The base register of an access, which is the number of its window.
  private static int base(Instruction access) {
    return Decoded.rs1((int) access.decoded());
  }

  private void method() {
    prologue();
    dispatch();
    for (BasicBlock block : graph.blocks()) {
      write(block);
    }
    miss();
    leave();
  }

  private void prologue() {
    code.iload(ROOM_SLOT).istore(LEFT_SLOT).iconst_0().istore(PLACE_SLOT);
    registers.find(HART_SLOT, describe(Cpu.class));
    code.aload(SUCCESSOR_SLOT).getfield(SUCCESSOR, "address", CD_long).lstore(NEXT_SLOT);
    code.aload(PAGES_SLOT).checkcast(describe(ram.pages())).astore(TLB_SLOT);
    windows.forEach(this::open);
    if (registers.areFloatingPoint()) {
      requireFloatingPoint();
    }
    registers.load();
  }

  /// Loads a window. That there is one is said here, so that it is not asked in every loop.
  private void open(int window, int slot) {
    code.aload(PAGES_SLOT).loadConstant(window);
    code.invokevirtual(PAGES, "window", MethodTypeDesc.of(describe(PageWindow.class), CD_int));
    code.dup().astore(slot).ifnull(refuse);
  }

  private void requireFloatingPoint() {
    code.aload(HART_SLOT);
    code.invokestatic(
        describe(ReadyFloatingPoint.class), "isReady", MethodTypeDesc.of(CD_boolean, HART));
    code.ifeq(refuse);
    if (plan.inexact()) {
      code.aload(HART_SLOT).invokevirtual(HART, "isInexact", MethodTypeDesc.of(CD_boolean));
      code.ifeq(refuse);
    }
  }

  /// Goes on at the entry that is at the next address, or leaves if there is none.
  private void dispatch() {
    code.labelBinding(dispatch);
    code.lload(NEXT_SLOT).lload(BASE_SLOT).lsub();
    code.invokestatic(REGION, "offset", MethodTypeDesc.of(CD_int, CD_long));
    List<BasicBlock> entries = graph.entries();
    Map<Integer, Label> guards = new TreeMap<>();
    entries.forEach(entry -> guards.put(entry.offset(), code.newLabel()));
    code.lookupswitch(
        leave,
        guards.entrySet().stream()
            .map(guard -> SwitchCase.of(guard.getKey(), guard.getValue()))
            .toList());
    for (BasicBlock entry : entries) {
      code.labelBinding(Objects.requireNonNull(guards.get(entry.offset())));
      enterIfRoom(entry, leave);
    }
  }

  private void write(BasicBlock block) {
    code.labelBinding(label(block.offset()));
    if (graph.isLoop(block)) {
      Label body = code.newLabel();
      code.goto_(body).labelBinding(body);
    }
    int before = block.owed();
    for (Instruction instruction : block.instructions()) {
      write(instruction, before);
      before++;
    }
    switch (block.end()) {
      case BasicBlock.End.Next(int next) -> edge(before, block, next);
      case BasicBlock.End.Jump(int target) -> edge(before, block, target);
      case BasicBlock.End.Branch(int taken, int next) -> {
        branch(before, block, taken);
        edge(before, block, next);
      }
      case BasicBlock.End.Indirect() -> {
        code.iinc(LEFT_SLOT, -before);
        code.goto_(graph.isLeftFrom(block) ? leave : dispatch);
      }
    }
  }

  private void branch(int owed, BasicBlock from, int taken) {
    if (graph.at(taken).filter(target -> isFree(owed, from, target)).isPresent()) {
      code.ifne(label(taken));
    } else {
      Label notTaken = code.newLabel();
      code.ifeq(notTaken);
      edge(owed, from, taken);
      code.labelBinding(notTaken);
    }
  }

  /// Whether there is nothing to do on an edge to `target`.
  private boolean isFree(int owed, BasicBlock from, BasicBlock target) {
    return target.owed() == owed
        && !target.isGuarded()
        && !Graph.isBackward(from, target.offset())
        && !graph.isLoop(target);
  }

  /// Goes on at `offset`, inside the region or outside.
  private void edge(int owed, BasicBlock from, int offset) {
    Optional<BasicBlock> inside = graph.at(offset);
    int charge = owed - inside.map(BasicBlock::owed).orElse(0);
    if (charge != 0) {
      code.iinc(LEFT_SLOT, -charge);
    }
    if (inside.isEmpty()) {
      goOnAt(offset, leave);
      return;
    }
    BasicBlock target = inside.get();
    if (graph.isDetour(from, offset)) {
      goOnAt(offset, dispatch);
    } else if (Graph.isBackward(from, offset)) {
      code.iload(LEFT_SLOT).loadConstant(target.need()).if_icmpge(label(offset));
      goOnAt(offset, leave);
    } else if (target.isGuarded()) {
      Label noRoom = code.newLabel();
      enterIfRoom(target, noRoom);
      code.labelBinding(noRoom);
      goOnAt(offset, leave);
    } else {
      enter(target);
    }
  }

  /// Goes on at `target` if there is room, or else at `noRoom`.
  private void enterIfRoom(BasicBlock target, Label noRoom) {
    code.iload(LEFT_SLOT).loadConstant(target.need()).if_icmplt(noRoom);
    enter(target);
  }

  /// Goes on at `target`, for which there is room. If a loop begins there, this says what is true
  /// at any rate, that the count is not negative.
  private void enter(BasicBlock target) {
    if (graph.isLoop(target)) {
      code.iload(LEFT_SLOT).loadConstant(Integer.MAX_VALUE).iand().istore(LEFT_SLOT);
    }
    code.goto_(label(target.offset()));
  }

  /// Goes on at `offset` by way of `way`, which takes the address from its local variable.
  private void goOnAt(int offset, Label way) {
    address(offset);
    code.lstore(NEXT_SLOT).goto_(way);
  }

  private void address(int offset) {
    code.lload(BASE_SLOT).loadConstant((long) offset).ladd();
  }

  private void write(Instruction instruction, int before) {
    long decoded = instruction.decoded();
    Signature signature = Signature.of(decoded);
    if (signature.canMiss()) {
      code.loadConstant(instruction.offset() << OWED_BITS | before).istore(PLACE_SLOT);
    }
    call(instruction, signature);
    if (signature.opcode().flow() == Flow.JUMP) {
      jump(instruction);
    } else if (signature.opcode().writesFloatingPoint() || signature.writesInteger()) {
      registers.write(decoded);
    }
  }

  /// Notes the target, which is there already if it is direct, and links.
  private void jump(Instruction instruction) {
    code.lstore(NEXT_SLOT);
    if (Signature.writesRegister(instruction.decoded())) {
      address(instruction.offset() + instruction.sizeBytes());
      registers.write(instruction.decoded());
    }
  }

  private void call(Instruction instruction, Signature signature) {
    Optional<Anchored> anchor = Optional.ofNullable(anchored.get(instruction.offset()));
    anchor.ifPresent(each -> each.drop().ifPresent(reach -> drop(instruction, each, reach)));
    Semantics semantics =
        anchor.isPresent()
            ? views.ram()
            : plan.wandering().contains(instruction.offset()) ? views.pages() : views.windows();
    write(
        semantics,
        semantics.of(signature),
        signature.arguments().stream().map(each -> pushing(each, instruction)).toList());
  }

  /// Finds the index in RAM of what is `reach` bytes long, and keeps it.
  private void drop(Instruction instruction, Anchored anchor, int reach) {
    boolean isStore = MemoryOperand.isStore(Signature.of(instruction.decoded()).opcode());
    write(
        views.windows(),
        views.windows().of(isStore ? "storeIndex" : "loadIndex", INDEX),
        List.of(
            builder -> builder.aload(window(instruction)),
            builder -> pushFirst(instruction, anchor),
            builder -> builder.loadConstant((long) reach)));
    code.lstore(slot(anchor));
  }

  private void pushFirst(Instruction instruction, Anchored anchor) {
    registers.push(base(instruction));
    code.loadConstant(Decoded.immediate(instruction.decoded()) - anchor.distance()).ladd();
  }

  private void write(Semantics semantics, MethodBody body, List<Consumer<CodeBuilder>> arguments) {
    new Inliner(
            new Noting(semantics, plan.inexact(), accesses),
            this::constant,
            miss,
            code,
            firstFreeSlot)
        .write(body, arguments);
  }

  private Consumer<CodeBuilder> pushing(Signature.Argument argument, Instruction instruction) {
    Anchored anchor = anchored.get(instruction.offset());
    return builder -> {
      if (anchor == null || !pushAnchored(argument, anchor)) {
        load(argument, instruction);
      }
    };
  }

  /// An access by an anchor is one to RAM, with the anchor as base register.
  private boolean pushAnchored(Signature.Argument argument, Anchored anchor) {
    switch (argument.name()) {
      case "memory" -> code.aconst_null();
      case "rs1" -> code.lload(slot(anchor));
      case "imm" -> code.loadConstant((long) anchor.distance());
      default -> {
        return false;
      }
    }
    return true;
  }

  private void load(Signature.Argument argument, Instruction instruction) {
    long decoded = instruction.decoded();
    switch (argument.name()) {
      case "cpu" -> code.aload(HART_SLOT);
      case "memory" -> code.aload(memory(instruction));
      case "rs1", "rs2", "fs1", "fs2", "fs3" -> registers.push(argument, decoded);
      case "imm" -> code.loadConstant(Decoded.immediate(decoded));
      case "pc" -> address(instruction.offset());
      case "rm" -> code.loadConstant(rounding(argument.value(decoded)));
      default -> code.loadConstant(argument.value(decoded));
    }
  }

  /// The mode that the field `rm` stands for in a region, which is for rounding to nearest alone
  /// where that is left to the hart.
  private static int rounding(int mode) {
    return mode == Rounding.DYN ? Rounding.RNE : mode;
  }

  private int memory(Instruction instruction) {
    return plan.wandering().contains(instruction.offset()) ? TLB_SLOT : window(instruction);
  }

  private int window(Instruction instruction) {
    return Objects.requireNonNull(windows.get(base(instruction)));
  }

  private Label label(int offset) {
    return Objects.requireNonNull(labels.get(offset));
  }

  private int slot(Anchored anchor) {
    return Objects.requireNonNull(anchors.get(anchor.anchor()));
  }

  /// The instruction at the noted place did nothing.
  private void miss() {
    code.labelBinding(miss);
    code.lload(BASE_SLOT).iload(PLACE_SLOT).loadConstant(OWED_BITS).ishr().i2l().ladd();
    code.lstore(NEXT_SLOT);
    code.iload(LEFT_SLOT).iload(PLACE_SLOT).loadConstant((1 << OWED_BITS) - 1).iand().isub();
    code.istore(LEFT_SLOT);
    count();
    code.iconst_m1().ixor().istore(COUNT_SLOT).goto_(save);
  }

  private void leave() {
    code.labelBinding(leave);
    count();
    code.istore(COUNT_SLOT);
    code.labelBinding(save);
    registers.save();
    code.goto_(answer);
    code.labelBinding(refuse);
    code.getstatic(REGION, "REFUSED", CD_int).istore(COUNT_SLOT);
    code.labelBinding(answer);
    code.aload(SUCCESSOR_SLOT).lload(NEXT_SLOT).putfield(SUCCESSOR, "address", CD_long);
    code.iload(COUNT_SLOT).ireturn();
  }

  private void count() {
    code.iload(ROOM_SLOT).iload(LEFT_SLOT).isub();
  }
}
