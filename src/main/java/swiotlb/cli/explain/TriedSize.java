package swiotlb.cli.explain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import swiotlb.input.InputException;
import swiotlb.input.Text;
import swiotlb.input.TextTable;
import swiotlb.input.TextTable.Column;
import swiotlb.report.page.Part;
import swiotlb.report.page.Part.Cell;
import swiotlb.report.page.Report.Section;
import swiotlb.study.conform.replay.Replay;
import swiotlb.study.conform.replay.WhatIf;
import swiotlb.study.explain.Explanation;
import swiotlb.study.explain.Fix;
import swiotlb.study.explain.Group;
import swiotlb.study.explain.MachineWords;
import swiotlb.workload.ftrace.RecordingReader;

/**
 * What the recorded work of a machine does with another size of the pool.
 *
 * @param cmdline that was tried
 * @param recordedFailures by the real kernel; negative where that is not known
 * @param own what the simulation makes of the recorded command line
 * @param other what it makes of the one that was tried
 */
record TriedSize(String cmdline, long recordedFailures, WhatIf.Outcome own, WhatIf.Outcome other) {
  private static final Pattern SLOTS = Pattern.compile("\\d{1,8}");
  private static final Pattern PARAMETER = Pattern.compile("(?<!\\S)swiotlb=\\S*");

  /**
   * Runs it.
   *
   * @param wish slots, a command line, or empty: the advised size
   * @param machine files and folders of the machine
   * @throws InputException if there is no recording, or no size to be tried
   */
  static TriedSize run(String wish, List<Path> machine, MachineWords words, List<Group> groups) {
    var folder = recordingIn(machine);
    var recording = RecordingReader.read(folder, true);
    if (recording.mappings().isEmpty()) {
      throw new InputException(
          folder.toString(),
          "shows no mappings, only what bounced; record the events dma:* of a 6.12 or later kernel too");
    }
    var recordedAs = recording.cmdline();
    if (recordedAs.isEmpty()) {
      throw new InputException(
          folder.toString(), "does not tell the kernel's parameters; put them into cmdline.txt");
    }
    var tried = tried(parameter(wish, words, groups), recordedAs);
    var followed = Replay.follow(recording, recordedAs);
    var source = new WhatIf.Source(folder, recording, true, !followed.machine().isStatic());
    return new TriedSize(
        tried,
        followed.recorded().failedMaps(),
        WhatIf.run(source, recordedAs, OptionalLong.empty()),
        WhatIf.run(source, tried, OptionalLong.empty()));
  }

  /**
   * The recording of a machine.
   *
   * @throws InputException if there is none
   */
  static Path recordingIn(List<Path> machine) {
    return machine.stream()
        .filter(RecordingReader::isFolder)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--what-if",
                    "needs a recording of the machine: --machine FOLDER with trace.txt[.gz], as recorder makes it"));
  }

  private static String parameter(String wish, MachineWords words, List<Group> groups) {
    if (SLOTS.matcher(wish).matches()) {
      return words.parameter(Long.parseLong(wish));
    }
    if (wish.contains("swiotlb=")) {
      return wish;
    }
    if (!wish.isEmpty()) {
      throw new InputException(
          "--what-if",
          Text.onOneLine(wish)
              + " is neither slots nor a parameter; write --what-if=65536, or --what-if behind the lines");
    }
    return groups.stream()
        .map(group -> group.sample().advice())
        .filter(advice -> advice.fix() == Fix.LARGER_POOL)
        .map(Explanation.Advice::paste)
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "--what-if",
                    "no size is advised for these lines; name one, such as --what-if=65536"));
  }

  /** The recorded command line with another parameter. */
  private static String tried(String parameter, String recordedAs) {
    return (PARAMETER.matcher(recordedAs).replaceAll("").strip().replaceAll(" +", " ")
            + " "
            + parameter)
        .strip();
  }

  void print(PrintWriter out) {
    out.println();
    out.println("on the recorded machine, " + Text.onOneLine(cmdline) + ": " + sentence());
    out.println("(the recorded requests at their times, each held as long as it was)");
    var table = TextTable.fixed(out::println, columns());
    table.row("", "recorded", "simulated", "what if");
    for (var row : rows()) {
      table.row(row);
    }
  }

  private static Column[] columns() {
    return new Column[] {
      Column.left(20).after(2), Column.right(10), Column.right(10), Column.right(10)
    };
  }

  private String sentence() {
    return other.failedMaps() == 0
        ? "every recorded mapping is served"
        : "%d of the recorded mappings still fail".formatted(other.failedMaps());
  }

  private List<List<String>> rows() {
    return List.of(
        List.of(
            "failed maps",
            recordedFailures < 0 ? "unknown" : String.valueOf(recordedFailures),
            String.valueOf(own.failedMaps()),
            String.valueOf(other.failedMaps())),
        List.of(
            "transient maps",
            "",
            String.valueOf(own.transientMaps()),
            String.valueOf(other.transientMaps())),
        List.of(
            "most slots in use",
            "",
            String.valueOf(own.hiwater()),
            String.valueOf(other.hiwater())));
  }

  Section section() {
    return new Section(
        "What if",
        List.of(
            Part.Words.of("On the recorded machine with " + cmdline + " " + sentence() + "."),
            Part.Table.of(
                "The recorded requests at their times, each held as long as it was",
                List.of(
                    Part.Column.words(""),
                    Part.Column.numbers("recorded"),
                    Part.Column.numbers("simulated"),
                    Part.Column.numbers("what if")),
                rows().stream().map(row -> row.stream().map(Cell::of).toList()).toList())));
  }

  void json(ObjectNode node) {
    node.put("cmdline", cmdline);
    node.put("maps", other.maps());
    node.put("failed_maps", other.failedMaps());
    node.put("simulated_failed_maps", own.failedMaps());
    node.put("recorded_failed_maps", recordedFailures);
  }
}
