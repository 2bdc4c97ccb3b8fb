package spool.tools.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class HtmlReportTest {
  private static final long QUANTUM = 500_000;
  private static final int MEGABYTES = 2_000_000;
  private static final Pattern STROKE = Pattern.compile("M(\\d+) 0h(\\d+)");

  private static Document parse(String page) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(page)));
    } catch (ParserConfigurationException | SAXException | IOException failure) {
      throw new AssertionError("the page is not well-formed: " + failure.getMessage(), failure);
    }
  }

  private static List<Element> elements(Document page, String name) {
    NodeList found = page.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int index = 0; index < found.getLength(); index++) {
      elements.add((Element) found.item(index));
    }
    return elements;
  }

  @Test
  void isWellFormedAndShowsEveryRun() {
    List<Run> runs = List.of(Examples.batch(), Examples.timesharing());
    Document page = parse(new Report(runs).html());
    assertEquals(2, elements(page, "svg").size());
    assertTrue(
        elements(page, "svg").stream().noneMatch(svg -> svg.getAttribute("aria-label").isEmpty()));
    assertEquals(3, elements(page, "h2").size());
  }

  @Test
  void theNamesOfJobsAreTextOnly() {
    Examples.Load evil = new Examples.Load("<script>&\"'", 0, QUANTUM);
    Run run = Examples.run("<b>", "a&b", List.of(evil), QUANTUM);
    Document page = parse(new Report(List.of(run, run)).html());
    assertEquals(1, elements(page, "script").size());
    assertTrue(
        elements(page, "td").stream().anyMatch(td -> td.getTextContent().equals("<script>&\"'")));
  }

  @Test
  void needsNothingFromElsewhere() {
    String page = new Report(List.of(Examples.batch())).html();
    assertFalse(Pattern.compile("(src|href)=\"(?!#)|url\\(|@import|fetch\\(").matcher(page).find());
  }

  @Test
  void theStrokesOfAHartAreItsBusyTime() {
    Run run = Examples.timesharing();
    Document page = parse(new Report(List.of(run)).html());
    Element row = elements(page, "g").getFirst();
    long step = Long.parseLong(elements(page, "figure").getFirst().getAttribute("data-step"));
    long drawn = 0;
    NodeList paths = row.getElementsByTagName("path");
    for (int index = 0; index < paths.getLength(); index++) {
      Matcher stroke = STROKE.matcher(((Element) paths.item(index)).getAttribute("d"));
      while (stroke.find()) {
        drawn += Long.parseLong(stroke.group(2));
      }
    }
    double busy = run.account().busy() * run.account().elapsed();
    assertEquals(busy, (double) drawn * step, 0.001 * run.account().elapsed());
  }

  @Test
  void aLargeComparisonStaysSmall() {
    List<Run> runs = new ArrayList<>();
    Run large = Examples.run("timesharing", "rr", Examples.many(1_000), QUANTUM);
    for (int copy = 0; copy < 15; copy++) {
      runs.add(large);
    }
    String page = new Report(runs).html();
    assertTrue(page.length() < MEGABYTES, page.length() + " characters");
    assertDoesNotThrow(() -> parse(page));
    assertTrue(page.contains("the first 133 of 1001 jobs"));
  }
}
