package swiotlb.cli.terminal;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;
import swiotlb.input.InputException;
import swiotlb.input.NamedFile;
import swiotlb.input.Screen;
import swiotlb.input.Text;

/** What commands have in common. */
public final class Cli {
  static final int BUFFER_BYTES = 1 << 16;

  private Cli() {}

  /** The command line of a command that is being executed. */
  public static CommandSpec spec(@Nullable CommandSpec injected) {
    if (injected == null) {
      throw new IllegalStateException("the command line has not been parsed");
    }
    return injected;
  }

  /** Standard output of a command, for lines that people read; flushed by who prints. */
  public static Screen screen(@Nullable CommandSpec injected) {
    var command = spec(injected);
    var terminal = Terminal.of(command);
    return new Screen(
        command.commandLine().getOut(), terminal.outputColumns(), terminal.coloursOutput());
  }

  /** A line for standard error that tells of a failure. */
  public static String failure(@Nullable CommandSpec injected, String text) {
    return Terminal.of(spec(injected)).coloursErrors() ? Screen.alarm(text) : Text.printable(text);
  }

  /**
   * Refuses outputs that would overwrite each other or an input, and a report that would take one
   * away.
   *
   * @param inputs files; of folders those that are read, see {@link Inputs}
   * @param outputs null where not given
   */
  public static void requireApart(List<Path> inputs, @Nullable Path... outputs) {
    var taken = new HashSet<Path>();
    inputs.forEach(input -> taken.add(input.toAbsolutePath().normalize()));
    for (var output : outputs) {
      if (output != null
          && (!taken.add(output.toAbsolutePath().normalize()) || isOneOf(inputs, output))) {
        throw new InputException(
            output.toString(), "would be overwritten; give every output a file of its own");
      }
      if (output != null) {
        ReportFolder.requireNoneIn(output, inputs);
      }
    }
  }

  /** Whether they are the same file under two names, such as a link. */
  private static boolean isOneOf(List<Path> inputs, Path output) {
    return inputs.stream().anyMatch(input -> isSame(input, output));
  }

  /**
   * Refuses outputs that cannot be written in the end, before long work for them begins.
   *
   * @param outputs null where not given
   * @throws InputException naming the first
   */
  public static void requireWritable(@Nullable Path... outputs) {
    for (var output : outputs) {
      if (output == null) {
        continue;
      }
      var folder = output.toAbsolutePath().getParent();
      var isWritable =
          Files.exists(output)
              ? !Files.isDirectory(output) && Files.isWritable(output)
              : folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
      if (!isWritable) {
        throw unwritable(output);
      }
    }
  }

  private static boolean isSame(Path input, Path output) {
    try {
      return Files.exists(output) && Files.exists(input) && Files.isSameFile(input, output);
    } catch (IOException e) {
      return false; // It cannot be written either, as will be seen.
    }
  }

  /**
   * The constant that an option names, in upper or lower case.
   *
   * @throws TypeConversionException if it names none, with those that there are
   */
  public static <E extends Enum<E>> E constant(Class<E> type, String name) {
    var constants = List.of(type.getEnumConstants());
    return constants.stream()
        .filter(constant -> constant.toString().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    name
                        + " is none of "
                        + constants.stream()
                            .map(Enum::toString)
                            .collect(Collectors.joining(", "))));
  }

  /**
   * Opens a file that can be read while it grows; what had its name is gone. Others are {@link
   * WholeFile}.
   *
   * @throws InputException if it cannot be written
   */
  public static OutputStream growing(Path file) {
    try {
      return new BufferedOutputStream(
          new NamedFile(file, Files.newOutputStream(file)), BUFFER_BYTES);
    } catch (IOException e) {
      throw unwritable(file);
    }
  }

  static InputException unwritable(Path file) {
    return new InputException(
        file.toString(), "cannot be written; name a file in a writable folder");
  }
}
