package spool.tools.histories;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// What the objects of `multiprocessing.h` and the message queues of mq_overview(7) promise.
final class Models {
  private Models() {}

  /// Something in a queue.
  record Item(int value, int priority) {}

  /// A step that happens if `isPossible`, and changes nothing.
  private static <S> Optional<S> unchangedIf(boolean isPossible, S state) {
    return isPossible ? Optional.of(state) : Optional.empty();
  }

  private static <S> Optional<S> changedIf(boolean isPossible, S state, UnaryOperator<S> change) {
    return isPossible ? Optional.of(change.apply(state)) : Optional.empty();
  }

  private static <T> List<T> with(List<T> list, T added) {
    return Stream.concat(list.stream(), Stream.of(added)).toList();
  }

  private static <T> List<T> without(List<T> list, T removed) {
    List<T> rest = new ArrayList<>(list);
    rest.remove(removed);
    return List.copyOf(rest);
  }

  /// A queue of at most `bound` items, in which each call happens at once; who gets, gets the
  /// oldest of the highest priority.
  static Model<List<Item>> atomicQueue(int bound) {
    return new Model<>() {
      @Override
      public List<Item> first() {
        return List.of();
      }

      @Override
      public List<Step<List<Item>>> steps(Call call) {
        return switch (call.kind()) {
          case END -> List.of();
          case PUT, TRY_PUT, TIMED_PUT -> List.of(items -> put(call, items));
          case GET, TRY_GET, TIMED_GET -> List.of(items -> get(call, items));
        };
      }

      private Optional<List<Item>> put(Call call, List<Item> items) {
        boolean isFull = items.size() == bound;
        return call.hasReturned() && call.error() != 0
            ? unchangedIf(isFull, items)
            : changedIf(
                !isFull, items, list -> with(list, new Item(call.value(), call.priority())));
      }

      private Optional<List<Item>> get(Call call, List<Item> items) {
        if (call.hasReturned() && call.error() != 0) {
          return unchangedIf(items.isEmpty(), items);
        }
        // The first of the maxima: the oldest.
        Optional<Item> first =
            items.stream()
                .max(
                    Comparator.comparingInt(Item::priority)
                        .thenComparing(Comparator.comparingInt(items::indexOf).reversed()));
        return first
            .filter(item -> !call.hasReturned() || item.value() == call.value())
            .map(item -> without(items, item));
      }
    };
  }

  /// A semaphore that begins with `value`.
  static Model<Integer> semaphore(int value) {
    return new Model<>() {
      @Override
      public Integer first() {
        return value;
      }

      @Override
      public List<Step<Integer>> steps(Call call) {
        if (call.kind() == Call.Kind.END) {
          return List.of();
        }
        if (call.kind().isPut()) {
          return List.of(count -> changedIf(call.error() == 0, count, before -> before + 1));
        }
        boolean failed = call.hasReturned() && call.error() != 0;
        return List.of(
            count ->
                failed
                    ? unchangedIf(count == 0, count)
                    : changedIf(count > 0, count, before -> before - 1));
      }
    };
  }

  /// A lock, which nobody has any more when its holder dies; the state is the holder, or -1.
  static Model<Integer> lock() {
    return new Model<>() {
      private static final int NOBODY = -1;

      @Override
      public Integer first() {
        return NOBODY;
      }

      @Override
      public List<Step<Integer>> steps(Call call) {
        return switch (call.kind()) {
          case END -> List.of(holder -> changedIf(holder == call.value(), holder, _ -> NOBODY));
          case PUT, TRY_PUT, TIMED_PUT -> List.of(holder -> release(call, holder));
          case GET, TRY_GET, TIMED_GET -> List.of(holder -> acquire(call, holder));
        };
      }

      private Optional<Integer> release(Call call, int holder) {
        boolean isMine = holder == call.process();
        return call.error() == Call.EPERM
            ? unchangedIf(!isMine, holder)
            : changedIf(isMine, holder, _ -> NOBODY);
      }

      private Optional<Integer> acquire(Call call, int holder) {
        return switch (call.error()) {
          case Call.EDEADLK -> unchangedIf(holder == call.process(), holder);
          case Call.EAGAIN, Call.ETIMEDOUT ->
              unchangedIf(holder != NOBODY && holder != call.process(), holder);
          default -> changedIf(holder == NOBODY, holder, _ -> call.process());
        };
      }
    };
  }
}
