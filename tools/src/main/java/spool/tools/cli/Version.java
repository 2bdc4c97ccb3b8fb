package spool.tools.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/// The version that the packaged jar's manifest holds.
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Spool.class.getPackage().getImplementationVersion();
    return new String[] {"Spool " + Optional.ofNullable(version).orElse("(unpackaged)")};
  }
}
