/// Hot code becomes methods of the JVM.
package spool.emulator.translate;
