package spool.kernel.trap;

import java.io.InputStream;
import java.io.OutputStream;

/// The host's streams that a program has as standard input, output and error.
public record HostStreams(InputStream input, OutputStream output, OutputStream error) {}
