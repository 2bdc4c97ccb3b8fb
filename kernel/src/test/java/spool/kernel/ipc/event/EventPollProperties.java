package spool.kernel.ipc.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import spool.kernel.abi.Errno;
import spool.kernel.abi.EventPollFlags;
import spool.kernel.abi.OpenFlags;
import spool.kernel.abi.PollEvents;
import spool.kernel.fs.ArrayBuffer;
import spool.kernel.fs.Directory;
import spool.kernel.fs.TestCaller;

/// An event poll over counters, level- and edge-triggered and telling once or always, against what
/// epoll(7) says of each entry by itself.
class EventPollProperties {
  private static final int FILES = 4;
  private static final int FRAMES = 1024;

  enum Action {
    SIGNAL,
    DRAIN,
    ADD,
    CHANGE,
    REMOVE,
    CLOSE,
    WAIT
  }

  /// An action on file number `file`, with `flags` for an entry, or a wait for `most` events.
  record Step(Action action, int file, int flags, int most) {}

  /// One file, and what its entry should tell.
  private static final class Model {
    private EventCounter file;
    private int number;
    private boolean isReadable;
    private boolean isWatched;
    private boolean isArmed;
    private boolean isFresh;
    private int flags;

    Model(EventCounter file, int number) {
      this.file = file;
      this.number = number;
    }

    void watch(int wanted) {
      isWatched = true;
      isArmed = true;
      isFresh = true;
      flags = wanted;
    }

    boolean has(int flag) {
      return (flags & flag) != 0;
    }

    boolean isReady() {
      boolean isDue = isFresh || !has(EventPollFlags.EPOLLET);
      return isWatched && isArmed && isReadable && isDue;
    }

    void told() {
      isFresh = false;
      isArmed = !has(EventPollFlags.EPOLLONESHOT);
    }
  }

  /// The event poll with its files.
  private static final class World {
    private final Directory root = TestCaller.emptyRoot();
    private final TestCaller caller = new TestCaller(root);
    private final EventPolls polls = new EventPolls(root.fileSystem(), FRAMES);
    private final EventPoll poll = new EventPoll(polls);
    private final List<Model> models = new ArrayList<>();

    World() {
      for (int number = 0; number < FILES; number++) {
        models.add(new Model(counter(), number));
      }
    }

    private EventCounter counter() {
      return new EventCounter(root.fileSystem(), 0, false, OpenFlags.O_NONBLOCK);
    }

    void execute(Step step) {
      Model model = models.get(step.file);
      switch (step.action) {
        case SIGNAL -> signal(model);
        case DRAIN -> drain(model);
        case ADD, CHANGE, REMOVE -> control(step, model);
        case CLOSE -> {
          model.file.release();
          models.set(step.file, new Model(counter(), step.file));
        }
        case WAIT -> await(step.most);
      }
      boolean isAnyReady = models.stream().anyMatch(Model::isReady);
      assertEquals(isAnyReady ? PollEvents.READABLE : 0, poll.poll());
      assertEquals(models.stream().filter(each -> each.isWatched).count(), polls.entries().used());
    }

    private void signal(Model model) {
      model.file.write(new ArrayBuffer(new byte[] {1, 0, 0, 0, 0, 0, 0, 0}), caller);
      model.isReadable = true;
      model.isFresh = true;
    }

    private void drain(Model model) {
      TestCaller.error(() -> model.file.read(new ArrayBuffer(new byte[Long.BYTES]), caller));
      model.isReadable = false;
    }

    private void control(Step step, Model model) {
      Errno error = TestCaller.error(() -> ask(step, model));
      boolean isAdding = step.action == Action.ADD;
      @Nullable Errno refusal = isAdding ? Errno.EEXIST : Errno.ENOENT;
      assertEquals(isAdding == model.isWatched ? refusal : null, error);
      if (error == null && step.action == Action.REMOVE) {
        model.isWatched = false;
      } else if (error == null) {
        model.watch(step.flags);
      }
    }

    private void ask(Step step, Model model) {
      int events = PollEvents.POLLIN | step.flags;
      switch (step.action) {
        case ADD -> poll.add(model.number, model.file, events, model.number);
        case CHANGE -> poll.change(model.number, model.file, events, model.number);
        default -> poll.remove(model.number, model.file);
      }
    }

    private void await(int most) {
      Set<Long> told = new LinkedHashSet<>();
      int count =
          poll.take(
              most,
              (index, event) -> {
                assertEquals(told.size(), index);
                assertEquals(PollEvents.POLLIN, event.events());
                assertTrue(told.add(event.data()));
              });
      assertEquals(Math.min(most, models.stream().filter(Model::isReady).count()), count);
      for (long number : told) {
        Model model = models.get((int) number);
        assertTrue(model.isReady());
        model.told();
      }
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> flags =
        Arbitraries.of(
            0,
            EventPollFlags.EPOLLET,
            EventPollFlags.EPOLLONESHOT,
            EventPollFlags.EPOLLET | EventPollFlags.EPOLLONESHOT);
    Arbitrary<Action> actions =
        Arbitraries.frequency(
            Tuple.of(3, Action.SIGNAL),
            Tuple.of(2, Action.DRAIN),
            Tuple.of(3, Action.ADD),
            Tuple.of(2, Action.CHANGE),
            Tuple.of(1, Action.REMOVE),
            Tuple.of(1, Action.CLOSE),
            Tuple.of(4, Action.WAIT));
    return Combinators.combine(
            actions,
            Arbitraries.integers().between(0, FILES - 1),
            flags,
            Arbitraries.integers().between(1, FILES))
        .as(Step::new)
        .list()
        .ofMaxSize(60);
  }

  @Property(tries = 400)
  void tellsWhatEachEntryShould(@ForAll("steps") List<Step> steps) {
    World world = new World();
    steps.forEach(world::execute);
  }
}
