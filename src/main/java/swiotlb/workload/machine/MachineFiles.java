package swiotlb.workload.machine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import swiotlb.input.AnyFile;
import swiotlb.input.InputException;

/** Files that tell of a machine, and folders of them such as the recorder's. */
public final class MachineFiles {
  private static final int MOST_BYTES = 16 << 20;
  private static final int MOST_FILES = 1000;

  /** Files that are read from a folder although they say that they are empty. */
  private static final Set<String> EMPTY = Set.of("cmdline", "cmdline.txt", "meminfo", "buddyinfo");

  /** Which is asked first matters: a later one knows less of what it sees. */
  private static final List<Format> FORMATS =
      List.of(
          new DomainXml(),
          new FirecrackerJson(),
          new DeviceTree(),
          new MemoryInfo(),
          new BuddyTable(),
          new CounterFile(),
          new BuildOptions(),
          new KataConfiguration(),
          new PciList(),
          new KernelMessages(),
          new CpuList(),
          new CommandLineFile());

  private MachineFiles() {}

  /**
   * Reads files, and in folders those that are of a known kind.
   *
   * @throws InputException if a file cannot be read, is broken or of no known kind, or a folder has
   *     nothing that tells of a machine
   */
  public static List<Told> read(List<Path> paths) {
    var told = new ArrayList<Told>();
    for (var path : paths) {
      if (Files.isDirectory(path)) {
        var ofFolder = inFolder(path);
        if (ofFolder.isEmpty()) {
          throw new InputException(
              path.toString(), "has no file that tells of a machine; what is read: " + known());
        }
        told.addAll(ofFolder);
      } else {
        told.add(readFile(path));
      }
    }
    return List.copyOf(told);
  }

  /**
   * Reads the files of a folder that are of a known kind; there may be none.
   *
   * @throws InputException if the folder cannot be read, or a file is broken
   */
  public static List<Told> inFolder(Path folder) {
    var told = new ArrayList<Told>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).sorted().limit(MOST_FILES).toList()) {
        if (isRead(file)) {
          var text = text(file);
          if (!isBinary(text.text())) {
            format(text).ifPresent(format -> told.add(told(text, format)));
          }
        }
      }
    } catch (IOException e) {
      throw new InputException(folder.toString(), "cannot be read; name a readable folder");
    }
    return List.copyOf(told);
  }

  /** Files of a folder that are read, by their names; none if it cannot be. */
  public static List<Path> filesIn(Path folder) {
    try {
      return inFolder(folder).stream().map(told -> Path.of(told.file())).toList();
    } catch (InputException e) {
      return List.of(); // Told once it is read for its own sake.
    }
  }

  /** Others below /proc say that they are empty, too, and of some the reading never ends. */
  private static boolean isRead(Path file) throws IOException {
    var bytes = Files.size(file);
    return bytes == 0
        ? EMPTY.contains(String.valueOf(file.getFileName()))
        : bytes <= MOST_BYTES && Files.isReadable(file);
  }

  private static Told readFile(Path file) {
    var text = text(file);
    if (isBinary(text.text())) {
      throw text.wrong(
          text.text().startsWith("\uFFFD\r\uFFFD\uFFFD") || text.text().startsWith("\u00D0\r")
              ? "is a compiled device tree; print it with: dtc -I dtb -O dts FILE > machine.dts"
              : "is no text; what is read: " + known());
    }
    var format =
        format(text)
            .orElseThrow(
                () ->
                    text.wrong("is of no kind that tells of a machine; what is read: " + known()));
    return told(text, format);
  }

  private static Optional<Format> format(MachineText text) {
    return FORMATS.stream().filter(format -> format.recognises(text)).findFirst();
  }

  private static Told told(MachineText text, Format format) {
    return new Told(text.file(), format.name(), format.read(text));
  }

  /** What is read, in words. */
  static String known() {
    return FORMATS.stream().map(Format::name).collect(Collectors.joining(", "))
        + ", or a folder of them such as the recorder's";
  }

  /** Files below /proc say that they are empty, and are not. */
  private static MachineText text(Path file) {
    byte[] bytes;
    try (var in = AnyFile.open(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new InputException(file.toString(), "cannot be read; name a readable file");
    }
    if (bytes.length > MOST_BYTES) {
      throw new InputException(
          file.toString(), "is larger than 16 MiB, as no file that tells of a machine is");
    }
    var name = String.valueOf(file.getFileName());
    var text = new String(bytes, StandardCharsets.UTF_8);
    return new MachineText(
        file.toString(), name, text.startsWith("\uFEFF") ? text.substring(1) : text);
  }

  private static boolean isBinary(String text) {
    return text.indexOf('\0') >= 0;
  }
}
