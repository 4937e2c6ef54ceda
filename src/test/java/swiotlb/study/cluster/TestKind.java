package swiotlb.study.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import swiotlb.input.InputException;
import swiotlb.study.work.Job;
import swiotlb.study.work.JobFiles;
import swiotlb.study.work.JobPlace;
import swiotlb.study.work.Work;
import swiotlb.study.work.WorkKind;
import swiotlb.study.work.Workbench;

/** Work of tests: a word that says what to do, and what with. */
public final class TestKind implements WorkKind {
  private static final String NAME = "test";
  private static final long WHILE_MS = 2;

  /** A piece of work whose result is bytes. */
  record Piece(String text) implements Work<byte[]> {
    @Override
    public byte[] here(swiotlb.study.run.ScenarioRun.Runner runner) {
      throw new IllegalStateException("is done elsewhere");
    }

    @Override
    public String text(JobFiles files) {
      return text;
    }

    @Override
    public byte[] read(byte[] result) {
      if (text.startsWith("unreadable ")) {
        throw new IllegalArgumentException("no result");
      }
      return result;
    }
  }

  /** A job without files. */
  static Job job(Path... files) {
    return new Job(NAME, "ready", JobFiles.of(java.util.List.of(files)));
  }

  /** As many bytes by chance, always the same. */
  static byte[] random(int count) {
    var bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Workbench open(JobPlace place, String description) {
    if (!description.equals("ready")) {
      throw new InputException("job", "is not ready");
    }
    return (text, runner) -> done(place.folder(), text);
  }

  private static byte[] done(Path folder, String text) {
    var space = text.indexOf(' ');
    var what = text.substring(space + 1);
    return switch (text.substring(0, space)) {
      case "say", "unreadable" -> what.getBytes(StandardCharsets.UTF_8);
      case "take-time" -> takingTime(what);
      case "random" -> random(Integer.parseInt(what));
      case "file" -> inFile(folder.resolve(what));
      case "refuse" -> throw new InputException("setting", what);
      case "fail" -> throw new IllegalStateException(what);
      case "overflow" -> done(folder, text);
      case "die" -> throw new AssertionError(what);
      default -> throw new InputException("work", "is none of these");
    };
  }

  private static byte[] takingTime(String what) {
    try {
      Thread.sleep(WHILE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return what.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] inFile(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InputException(file.toString(), "is not there");
    }
  }
}
