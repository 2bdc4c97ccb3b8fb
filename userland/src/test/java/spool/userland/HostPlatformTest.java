package spool.userland;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-arm64",
    "Mac OS X, aarch64, macosx-arm64",
    "Mac OS X, x86_64, macosx-x86_64",
    "Windows 11, amd64, windows-x86_64",
  })
  void classifierIsThatOfTheJar(String name, String processor, String classifier) {
    assertEquals(classifier, HostPlatform.of(name, processor).classifier());
  }

  @Test
  void linuxLibrariesAreUnpackedUnderTheNamesThatTheProgramsWant() {
    Map<String, String> files = Llvm.files(HostPlatform.of("Linux", "amd64"));
    assertEquals("libLLVM.so.20.1", files.get("libLLVM.so"));
    assertEquals("libclang-cpp.so.20.1", files.get("libclang-cpp.so"));
    assertEquals("ld.lld", files.get("lld"));
  }

  @Test
  void windowsProgramsNeedNoLibraries() {
    Map<String, String> files = Llvm.files(HostPlatform.of("Windows 10", "amd64"));
    assertEquals("ld.lld.exe", files.get("lld.exe"));
    assertTrue(files.keySet().stream().allMatch(name -> name.endsWith(".exe")));
  }
}
