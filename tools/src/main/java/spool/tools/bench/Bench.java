package spool.tools.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What `spool bench` measures: the interpreter and the operations of the kernel in this process,
/// the start of whole `spool` processes, and workloads as whole processes, against QEMU and the
/// host itself.
///
/// @param rounds how often each is measured
/// @param isQuick whether a tenth of the work is enough
/// @param only what to measure, of [#names]; all if there is nothing here
/// @param progress is told what is measured each time
public record Bench(int rounds, boolean isQuick, Set<String> only, Consumer<String> progress) {
  private static final int TENTH = 10;

  /// All that can be measured, by name: programs of `/bench`, and `start`.
  public static Set<String> names() {
    Set<String> names = new TreeSet<>(Suite.names().toList());
    Workload.ALL.forEach(workload -> names.add(workload.name()));
    names.add(Starts.NAME);
    return names;
  }

  /// Measures.
  ///
  /// @throws BenchException if something goes wrong, or prints what it should not
  public Results run() throws BenchException, InterruptedException {
    try {
      Path folder = Files.createTempDirectory("spool-bench");
      try {
        return run(folder);
      } finally {
        delete(folder);
      }
    } catch (IOException failure) {
      throw new BenchException(failure.toString());
    }
  }

  private Results run(Path folder) throws IOException, BenchException, InterruptedException {
    Map<String, String> host = Host.describe();
    host.put("rounds", rounds + (isQuick ? ", with a tenth of the work" : ""));
    List<String> notes = new ArrayList<>();
    List<Figure> figures = new ArrayList<>(new Suite(this::isChosen, part(), rounds).run(progress));
    if (isChosen(Starts.NAME)) {
      Starts starts = new Starts(rounds, progress);
      figures.addAll(starts.run());
      notes.addAll(starts.notes());
    }
    List<Measurement> measurements = race(folder, notes);
    host.put("load at the end", Host.load());
    return new Results(host, notes, figures, measurements);
  }

  private List<Measurement> race(Path folder, List<String> notes)
      throws IOException, BenchException, InterruptedException {
    List<Workload> workloads =
        Workload.ALL.stream()
            .filter(workload -> isChosen(workload.name()))
            .map(workload -> workload.part(part()))
            .toList();
    if (workloads.isEmpty()) {
      return List.of();
    }
    Contenders contenders = Contenders.find(folder, workloads);
    notes.addAll(contenders.notes());
    Stopwatch stopwatch = new Stopwatch(folder, HostTools.find("bash"));
    if (!stopwatch.knowsProcessors()) {
      notes.add("bash is not on the PATH: all times are elapsed time, not that of processors");
    }
    return new Race(workloads, contenders.all(), stopwatch).run(rounds, progress);
  }

  private boolean isChosen(String name) {
    return only.isEmpty() || only.contains(name);
  }

  private int part() {
    return isQuick ? TENTH : 1;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
