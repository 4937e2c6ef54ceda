package swiotlb.cli.explore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import swiotlb.cli.terminal.WholeFile;
import swiotlb.study.explore.ChoicesFile;
import swiotlb.study.explore.Explored;
import swiotlb.study.explore.Finding;
import swiotlb.study.explore.NearestPassing;
import swiotlb.study.explore.SideBySide;
import swiotlb.study.explore.SideBySide.Side;
import swiotlb.study.explore.Smallest;
import swiotlb.trace.record.TraceStores;
import swiotlb.trace.show.diagram.DiagramFormat;
import swiotlb.trace.show.diagram.DiagramPart;
import swiotlb.trace.show.diagram.DiagramPart.Remark;
import swiotlb.trace.store.TraceHeader;
import swiotlb.trace.store.open.TraceFiles;

/**
 * What went wrong, made small, beside the nearest schedule that does not fail.
 *
 * @param beside absent if there is no such schedule
 */
record KeptFinding(
    Explored.Wrong wrong,
    Smallest.Small small,
    NearestPassing.Found nearest,
    Names names,
    Optional<Beside> beside) {
  /** Messages of a diagram. */
  static final int MOST_SHOWN = 40;

  /** Both runs, and a diagram of each. */
  record Beside(
      ChoicesFile passing, SideBySide runs, DiagramPart ofFailing, DiagramPart ofPassing) {}

  /**
   * The files of a finding: choices, trace and diagram of the run that fails, and the same of the
   * one that passes.
   *
   * @param name without its ending, such as choices-8
   */
  record Names(Path folder, String name) {
    Path of(boolean isFailing, String ending) {
      return folder.resolve(name + (isFailing ? "" : "-passing") + ending);
    }

    Path choices() {
      return of(true, ".json");
    }

    /** Those that are there only beside a schedule that does not fail. */
    private List<Path> ofBoth() {
      return List.of(
          of(true, ".jsonl"),
          of(true, ".svg"),
          of(false, ".json"),
          of(false, ".jsonl"),
          of(false, ".svg"));
    }
  }

  /** Compares, and writes all files. */
  static KeptFinding keep(
      Explored.Wrong wrong, Smallest.Small small, NearestPassing.Found nearest, Names names)
      throws IOException {
    Files.createDirectories(names.folder);
    for (var earlier : names.ofBoth()) {
      Files.deleteIfExists(earlier);
    }
    small.choices().write(names.choices());
    var passing = nearest.choices();
    return new KeptFinding(
        wrong,
        small,
        nearest,
        names,
        passing == null
            ? Optional.empty()
            : Optional.of(compared(small, wrong.finding().kind(), passing, names)));
  }

  private static Beside compared(
      Smallest.Small small, Finding.Kind kind, ChoicesFile passing, Names names)
      throws IOException {
    passing.write(names.of(false, ".json"));
    var runs = traced(small, passing, names);
    var title = small.scenario().name();
    var ofFailing =
        diagram(
            names.of(true, ".jsonl"),
            title + ": fails",
            runs.failing(),
            breaks(runs.failing(), kind));
    var ofPassing = diagram(names.of(false, ".jsonl"), title + ": does not fail", runs.passing());
    var beside = new Beside(passing, runs, ofFailing, ofPassing);
    WholeFile.write(names.of(true, ".svg"), DiagramFormat.SVG.draw(ofFailing.diagram()));
    WholeFile.write(names.of(false, ".svg"), DiagramFormat.SVG.draw(ofPassing.diagram()));
    return beside;
  }

  private static SideBySide traced(Smallest.Small small, ChoicesFile passing, Names names)
      throws IOException {
    var scenario = small.scenario();
    var header = TraceHeader.whole(true, scenario.name(), scenario.seed());
    try (var ofFailing = TraceStores.create(names.of(true, ".jsonl"), header);
        var ofPassing = TraceStores.create(names.of(false, ".jsonl"), header)) {
      return SideBySide.of(scenario, small.choices(), ofFailing, passing, ofPassing);
    }
  }

  /**
   * An invariant that is broken in the end is nobody's in particular: it stands where they part.
   */
  private static Remark breaks(Side failing, Finding.Kind kind) {
    return failing.isAtMessage() || kind != Finding.Kind.BROKEN_INVARIANT
        ? new Remark(failing.last(), failing.last(), kind.words(), true)
        : new Remark(failing.last(), failing.parts(), "in the end " + kind.words(), true);
  }

  private static DiagramPart diagram(Path trace, String title, Side side, Remark... others)
      throws IOException {
    var remarks = new ArrayList<>(List.of(others));
    remarks.add(0, new Remark(side.parts(), side.parts(), "here they part", false));
    try (var reader = TraceFiles.open(trace)) {
      return DiagramPart.read(reader, title, side.shown(), MOST_SHOWN, remarks);
    }
  }
}
