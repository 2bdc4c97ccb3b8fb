package spool.kernel.syscall;

import java.util.ArrayList;
import java.util.List;
import spool.kernel.abi.Errno;
import spool.kernel.fs.Credentials;
import spool.kernel.fs.Identifiers;
import spool.kernel.process.Process;
import spool.kernel.process.ProcessTable;
import spool.kernel.process.Sessions;
import spool.kernel.process.Task;

/// System calls about users, process groups and sessions (credentials(7)).
public final class IdentityCalls {
  private static final int UNCHANGED = -1;

  /// Fewer than Linux's 65,536: every process may have a list of its own, and they are the host's
  /// memory.
  private static final int MOST_GROUPS = 1024;

  private final ProcessTable table;
  private final Sessions sessions;

  /// Calls about the processes of `table`.
  public IdentityCalls(ProcessTable table, Sessions sessions) {
    this.table = table;
    this.sessions = sessions;
  }

  // Users and groups

  /// Supported.
  @SystemCall(number = 174, name = "getuid")
  long getuid(Task task) {
    return task.credentials().uid();
  }

  /// Supported.
  @SystemCall(number = 175, name = "geteuid")
  long geteuid(Task task) {
    return task.credentials().effectiveUid();
  }

  /// Supported.
  @SystemCall(number = 176, name = "getgid")
  long getgid(Task task) {
    return task.credentials().gid();
  }

  /// Supported.
  @SystemCall(number = 177, name = "getegid")
  long getegid(Task task) {
    return task.credentials().effectiveGid();
  }

  /// Supported.
  @SystemCall(number = 148, name = "getresuid")
  long getresuid(Task task, long real, long effective, long saved) {
    return store(task, task.credentials().user(), real, effective, saved);
  }

  /// Supported.
  @SystemCall(number = 150, name = "getresgid")
  long getresgid(Task task, long real, long effective, long saved) {
    return store(task, task.credentials().group(), real, effective, saved);
  }

  private static long store(Task task, Identifiers own, long real, long effective, long saved) {
    task.memory().store32(real, own.real());
    task.memory().store32(effective, own.effective());
    task.memory().store32(saved, own.saved());
    return 0;
  }

  /// Supported.
  @SystemCall(number = 146, name = "setuid")
  long setuid(Task task, int uid) {
    return setUser(task, one(task, uid));
  }

  /// Supported.
  @SystemCall(number = 144, name = "setgid")
  long setgid(Task task, int gid) {
    return setGroup(task, one(task, gid));
  }

  /// Supported.
  @SystemCall(number = 145, name = "setreuid")
  long setreuid(Task task, int real, int effective) {
    return setUser(task, two(task.credentials().user(), real, effective));
  }

  /// Supported.
  @SystemCall(number = 143, name = "setregid")
  long setregid(Task task, int real, int effective) {
    return setGroup(task, two(task.credentials().group(), real, effective));
  }

  /// Supported.
  @SystemCall(number = 147, name = "setresuid")
  long setresuid(Task task, int real, int effective, int saved) {
    return setUser(task, new Identifiers(real, effective, saved));
  }

  /// Supported.
  @SystemCall(number = 149, name = "setresgid")
  long setresgid(Task task, int real, int effective, int saved) {
    return setGroup(task, new Identifiers(real, effective, saved));
  }

  /// What `setuid` and `setgid` ask for: all three for the superuser, the effective one for others.
  private static Identifiers one(Task task, int id) {
    return task.credentials().isPrivileged()
        ? Identifiers.all(id)
        : new Identifiers(UNCHANGED, id, UNCHANGED);
  }

  /// What `setreuid` and `setregid` ask for: the effective one is saved if the process could lose
  /// the way back to it.
  private static Identifiers two(Identifiers own, int real, int effective) {
    boolean saves = real != UNCHANGED || (effective != UNCHANGED && effective != own.real());
    return new Identifiers(
        real, effective, saves ? changed(own.effective(), effective) : UNCHANGED);
  }

  private static long setUser(Task task, Identifiers wanted) {
    Credentials own = task.credentials();
    Identifiers user = changed(own, own.user(), wanted);
    become(task, new Credentials(user, own.group(), own.groups()));
    return 0;
  }

  private static long setGroup(Task task, Identifiers wanted) {
    Credentials own = task.credentials();
    Identifiers group = changed(own, own.group(), wanted);
    become(task, new Credentials(own.user(), group, own.groups()));
    return 0;
  }

  /// `before` with what is wanted, which must be permitted.
  private static Identifiers changed(Credentials own, Identifiers before, Identifiers wanted) {
    for (int id : wanted.values()) {
      if (id != UNCHANGED && !own.isPrivileged() && !before.values().contains(id)) {
        throw Errno.EPERM.failure();
      }
    }
    return new Identifiers(
        changed(before.real(), wanted.real()),
        changed(before.effective(), wanted.effective()),
        changed(before.saved(), wanted.saved()));
  }

  private static int changed(int before, int wanted) {
    return wanted == UNCHANGED ? before : wanted;
  }

  private static void become(Task task, Credentials next) {
    task.process().resources().credentials(next);
  }

  /// Answers the effective user; files always go by that one.
  @SystemCall(number = 151, name = "setfsuid")
  long setfsuid(Task task, int uid) {
    return task.credentials().effectiveUid();
  }

  /// Answers the effective group; files always go by that one.
  @SystemCall(number = 152, name = "setfsgid")
  long setfsgid(Task task, int gid) {
    return task.credentials().effectiveGid();
  }

  /// Supported.
  @SystemCall(number = 158, name = "getgroups")
  long getgroups(Task task, int size, long list) {
    List<Integer> groups = task.credentials().groups();
    if (size < 0 || (size > 0 && size < groups.size())) {
      throw Errno.EINVAL.failure();
    }
    for (int index = 0; index < groups.size() && size > 0; index++) {
      task.memory().store32(list + (long) index * Integer.BYTES, groups.get(index));
    }
    return groups.size();
  }

  /// Supported.
  @SystemCall(number = 159, name = "setgroups")
  long setgroups(Task task, int size, long list) {
    Credentials own = task.credentials();
    if (!own.isPrivileged()) {
      throw Errno.EPERM.failure();
    }
    if (size < 0 || size > MOST_GROUPS) {
      throw Errno.EINVAL.failure();
    }
    List<Integer> groups = new ArrayList<>();
    for (int index = 0; index < size; index++) {
      groups.add(task.memory().load32(list + (long) index * Integer.BYTES));
    }
    become(task, new Credentials(own.user(), own.group(), List.copyOf(groups)));
    return 0;
  }

  // Process groups and sessions

  /// Supported.
  @SystemCall(number = 154, name = "setpgid")
  long setpgid(Task task, int pid, int group) {
    if (group < 0) {
      throw Errno.EINVAL.failure();
    }
    Process target = pid == 0 ? task.process() : process(pid);
    sessions.setGroup(task.process(), target, group == 0 ? target.pid() : group);
    return 0;
  }

  /// Supported.
  @SystemCall(number = 155, name = "getpgid")
  long getpgid(Task task, int pid) {
    return pid == 0 ? task.group() : process(pid).group().id();
  }

  /// Supported.
  @SystemCall(number = 156, name = "getsid")
  long getsid(Task task, int pid) {
    return pid == 0 ? task.session() : process(pid).session().id();
  }

  /// Supported.
  @SystemCall(number = 157, name = "setsid")
  long setsid(Task task) {
    return sessions.begin(task.process()).id();
  }

  private Process process(int pid) {
    return table.find(pid).orElseThrow(Errno.ESRCH::failure);
  }
}
