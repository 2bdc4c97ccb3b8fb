package spool.kernel.ipc.socket;

import java.util.List;
import spool.kernel.fs.FileDescription;

/// The open files of one message on its way, until they are taken or dropped.
final class Rights {
  private final FilesInFlight inFlight;
  private final int user;
  private final int sent;
  private List<FileDescription> files;

  /// Sends `files`, as `user`.
  Rights(FilesInFlight inFlight, int user, List<FileDescription> files) {
    inFlight.send(user, files);
    this.inFlight = inFlight;
    this.user = user;
    this.sent = files.size();
    this.files = files;
  }

  /// How many were sent.
  int sent() {
    return sent;
  }

  List<FileDescription> files() {
    return files;
  }

  /// Takes the files, with their references.
  List<FileDescription> take() {
    List<FileDescription> taken = files;
    files = List.of();
    inFlight.arrive(user, taken);
    return taken;
  }

  /// The files, with new references.
  List<FileDescription> copy() {
    files.forEach(FileDescription::retain);
    return files;
  }

  /// Gives up what was not taken.
  void drop() {
    inFlight.drop(take());
  }
}
