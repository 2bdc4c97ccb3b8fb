package spool.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SourceWriterTest {
  @Test
  void bracesIndentAndTextBlocksKeepTheirShape() {
    SourceWriter source = new SourceWriter("p", "C");
    source.open("class C").line("void m() {\n  n();\n}").line("").close();
    assertEquals(
        """
        package p;

        class C {
          void m() {
            n();
          }

        }
        """,
        source.toString());
  }
}
