package spool.kernel.trap;

import java.util.List;
import java.util.Optional;
import spool.kernel.driver.DiskScheduling;
import spool.kernel.process.CostModel;
import spool.kernel.sched.SchedulerChoice;
import spool.kernel.trace.SchedulingListener;
import spool.kernel.trace.TraceSink;

/// What the kernel is to start with.
///
/// @param image the files of the root file system, folders before what is in them
/// @param arguments the arguments of init, the first of which is the path of its program
/// @param environment the environment of init, as `NAME=value`
/// @param scheduler who runs next
/// @param preemptive whether a task can lose its hart before it gives it up, other than to a
///   real-time task
/// @param costs what the kernel's work costs
/// @param trace who is told what happens
/// @param listener who is told what an account of the run needs
/// @param diskScheduling in which order disks serve what waits for them
/// @param streams the host's streams that are init's standard input, output and error; without them
///   the console is
/// @param announces whether the console shows what the kernel has found at the start
public record Configuration(
    List<ImageEntry> image,
    List<String> arguments,
    List<String> environment,
    SchedulerChoice scheduler,
    boolean preemptive,
    CostModel costs,
    TraceSink trace,
    SchedulingListener listener,
    DiskScheduling diskScheduling,
    Optional<HostStreams> streams,
    boolean announces) {}
