package swiotlb.study.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/**
 * Stands for the program as it was compiled: all of its own classes and settings, and jars of
 * designs from elsewhere. Two processes with the same one come to the same results.
 */
public final class ProgramDigest {
  private static final int SHOWN_BYTES = 12;
  private static final String DESIGNS = "META-INF/services/swiotlb.";
  private static final List<String> OWN = List.of("swiotlb", "reference.conf", "actors.conf");

  private ProgramDigest() {}

  /** Of this program; 24 hexadecimal digits. */
  public static String current() {
    try {
      var place = ProgramDigest.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      var own = Path.of(place);
      var digest = sha256();
      if (Files.isDirectory(own)) {
        addOwn(digest, own);
      } else {
        try (var jar = FileSystems.newFileSystem(URI.create("jar:" + place), Map.of())) {
          addOwn(digest, jar.getPath("/"));
        }
      }
      addDesigns(digest, own);
      return text(digest);
    } catch (IOException | URISyntaxException e) {
      throw new IllegalStateException("the program cannot be read", e);
    }
  }

  static String of(Path root) throws IOException {
    var digest = sha256();
    addOwn(digest, root);
    return text(digest);
  }

  private static String text(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, SHOWN_BYTES);
  }

  /** Jars from elsewhere that have designs, whatever their names. */
  private static void addDesigns(MessageDigest digest, Path own) throws IOException {
    for (var entry :
        List.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))) {
      var path = Path.of(entry);
      if (Files.isRegularFile(path) && !Files.isSameFile(path, own) && hasDesigns(path)) {
        add(digest, "designs", path);
      }
    }
  }

  private static boolean hasDesigns(Path path) {
    try (var jar = new ZipFile(path.toFile())) {
      return jar.stream().anyMatch(part -> part.getName().startsWith(DESIGNS));
    } catch (IOException e) {
      return false; // Nothing is loaded from it either.
    }
  }

  private static void addOwn(MessageDigest digest, Path root) throws IOException {
    for (var own : OWN) {
      var start = root.resolve(own);
      if (!Files.exists(start)) {
        continue;
      }
      try (var files = Files.walk(start)) {
        files
            .filter(Files::isRegularFile)
            .map(file -> Map.entry(root.relativize(file).toString().replace('\\', '/'), file))
            .sorted(Map.Entry.comparingByKey())
            .forEach(file -> add(digest, file.getKey(), file.getValue()));
      }
    }
  }

  private static void add(MessageDigest digest, String name, Path file) {
    try {
      var bytes = Files.readAllBytes(file);
      digest.update((name + " " + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("the program cannot be read", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
