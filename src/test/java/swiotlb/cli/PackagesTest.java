package swiotlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code src/packages/make} makes, of a jar that only points to the classes under test. */
@Tag("process")
class PackagesTest {
  private static final String NAME = "swiotlb-sim-9.8.7";

  @TempDir private static Path folder;
  private static Path tarball;

  @BeforeAll
  static void make() throws IOException, InterruptedException {
    assumeTrue(
        Stream.of("bash", "tar", "gzip").allMatch(PackagesTest::isInstalled),
        "no bash, tar or gzip is installed");
    var jar = folder.resolve("program.jar");
    writeJar(jar, "agrona-1.jar");
    var lib = Files.createDirectory(folder.resolve("lib"));
    Files.copy(jar, lib.resolve("agrona-1.jar"));
    Files.copy(jar, lib.resolve("of-an-earlier-build.jar"));
    tarball = folder.resolve(NAME + ".tar.gz");
    var made = make(jar, lib, "tar");
    assertThat(made.code()).as(made.said()).isZero();
  }

  @Test
  void theTarballHasAllThatRunsAndAllThatIsRead() throws IOException, InterruptedException {
    assertThat(said(folder, "tar", "tzf", tarball.toString()).lines())
        .allMatch(entry -> entry.startsWith(NAME + "/"))
        .doesNotContain(NAME + "/app/lib/of-an-earlier-build.jar")
        .contains(
            Stream.of(
                    "swiotlb-sim",
                    "app/swiotlb-sim.jar",
                    "app/lib/agrona-1.jar",
                    "conf/reference.conf",
                    "conf/platforms/x86-vm.conf",
                    "simulations/first-growth.conf",
                    "guides/run.md",
                    "share/man/man1/swiotlb-sim.1.gz",
                    "share/bash-completion/completions/swiotlb-sim",
                    "share/zsh/vendor-completions/_swiotlb-sim",
                    "README.md",
                    "CHANGELOG.md",
                    "LICENSE")
                .map(entry -> NAME + "/" + entry)
                .toArray(String[]::new));
  }

  @Test
  void theSameInputGivesTheSameBytes() throws IOException, InterruptedException {
    var again = Files.createDirectory(folder.resolve("again"));
    var made =
        make(folder.resolve("program.jar"), folder.resolve("lib"), "--out", again + "", "tar");
    assertThat(made.code()).as(made.said()).isZero();
    assertThat(again.resolve(tarball.getFileName())).hasSameBinaryContentAs(tarball);
  }

  @Test
  void itRunsFromAnotherFolderByALinkAndBuildsNothing() throws IOException, InterruptedException {
    var home = unpacked("linked");
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    var link = Files.createSymbolicLink(elsewhere.resolve("sim"), home.resolve("swiotlb-sim"));
    var scenario = home.resolve("simulations/first-growth.conf").toString();

    assertThat(said(elsewhere, link.toString(), "run", scenario))
        .contains("io_tlb_nslabs                           2560\n")
        .doesNotContain("building");
    assertThat(home.resolve("target")).doesNotExist();
    assertThat(home.resolve("cds")).isDirectory();
  }

  @Test
  void commandsToPasteNameTheProgramAsItWasCalled() throws IOException, InterruptedException {
    var home = unpacked("called");
    var scenario = home.resolve("simulations/first-growth.conf").toString();
    var launcher = home.resolve("swiotlb-sim").toString();
    assertThat(said(folder, launcher, "run", scenario))
        .contains("repeat with: " + launcher + " run " + scenario);
    assertThat(
            said(folder, "env", "PATH=" + home + ":/usr/bin:/bin", "swiotlb-sim", "designs", "-h"))
        .contains("\nswiotlb-sim run simulations/first-growth.conf --set design.growth=static\n");
    assertThat(said(folder, "gzip", "-dc", home + "/share/man/man1/swiotlb-sim.1.gz"))
        .contains("\nswiotlb\\-sim run simulations/first\\-growth.conf")
        .doesNotContain("./swiotlb\\-sim run");
  }

  @Test
  void whereJavaIsMissingItSaysWhatToInstall() throws IOException, InterruptedException {
    var home = unpacked("without-java");
    // A machine without Java, by a name that no machine has.
    var launcher = home.resolve("swiotlb-sim");
    Files.writeString(
        launcher, Files.readString(launcher).replace("tool=java ", "tool=no-such-java "));
    var result = run(folder, launcher.toString(), "--version");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.said())
        .contains("needs Java 17 or later: install it (Debian: openjdk-17-jre-headless)");
  }

  @Test
  void aRuntimeOfItsOwnComesBeforeJavaHome() throws IOException, InterruptedException {
    var home = unpacked("with-runtime");
    var bin = Files.createDirectories(home.resolve("runtime/bin"));
    Files.writeString(home.resolve("runtime/release"), "JAVA_VERSION=\"17.0.1\"\n");
    var java = Files.writeString(bin.resolve("java"), "#!/bin/sh\necho own runtime\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    assertThat(said(folder, home.resolve("swiotlb-sim").toString(), "--version"))
        .isEqualTo("own runtime\n");
  }

  @Test
  void theDebianPackageSaysWhatItIsAndHoldsManualAndCompletion()
      throws IOException, InterruptedException {
    assumeTrue(isInstalled("dpkg-deb"), "no dpkg-deb is installed");
    var runtime = Files.createDirectory(folder.resolve("runtime"));
    Files.createDirectories(runtime.resolve("bin"));
    Files.writeString(runtime.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    var jar = folder.resolve("program.jar");
    var made = make(jar, folder.resolve("lib"), "--runtime", runtime.toString(), "deb");
    assertThat(made.code()).as(made.said()).isZero();

    var file = made.said().lines().filter(line -> line.contains(".deb: ")).findFirst();
    var deb = file.orElseThrow().replaceFirst("\\.deb: .*", ".deb");
    assertThat(said(folder, "dpkg-deb", "--field", deb, "Package", "Version", "Maintainer"))
        .isEqualTo(
            "Package: swiotlb-sim\nVersion: 9.8.7-1\nMaintainer: A & B/C <somebody@debian.org>\n");
    assertThat(said(folder, "dpkg-deb", "--contents", deb).lines())
        .allMatch(line -> line.contains(" root/root "))
        .anyMatch(line -> line.endsWith(" ./usr/bin/swiotlb-sim -> ../lib/swiotlb-sim/swiotlb-sim"))
        .anyMatch(line -> line.endsWith(" ./usr/share/man/man1/swiotlb-sim.1.gz"))
        .anyMatch(line -> line.endsWith(" ./usr/share/bash-completion/completions/swiotlb-sim"))
        .anyMatch(line -> line.endsWith(" ./usr/share/zsh/vendor-completions/_swiotlb-sim"))
        .anyMatch(line -> line.endsWith(" ./usr/share/doc/swiotlb-sim/copyright"))
        .anyMatch(line -> line.endsWith(" ./usr/share/doc/swiotlb-sim/changelog.Debian.gz"))
        .anyMatch(line -> line.endsWith(" ./usr/lib/swiotlb-sim/cds -> /var/cache/swiotlb-sim"));
  }

  @Test
  void aLibraryThatIsMissingOrWhoseLicenceIsNotToldIsRefused()
      throws IOException, InterruptedException {
    assumeTrue(isInstalled("dpkg-deb"), "no dpkg-deb is installed");
    var lib = Files.createDirectory(folder.resolve("other-lib"));
    var jar = folder.resolve("other.jar");
    writeJar(jar, "stranger-1.0.jar");
    var without = make(jar, lib, "tar");
    assertThat(without.code()).isEqualTo(2);
    assertThat(without.said()).contains("needs lib/stranger-1.0.jar, which is not in");

    Files.copy(jar, lib.resolve("stranger-1.0.jar"));
    var made = make(jar, lib, "deb");
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.said()).contains("the licence of stranger-1.0.jar is not told");
  }

  @Test
  void anUnknownPackageIsRefused() throws IOException, InterruptedException {
    var made = make(folder.resolve("program.jar"), folder.resolve("lib"), "rpm");
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.said()).contains("rpm is no package; known: tar, image, deb");
  }

  @Test
  void aProgramThatIsNotBuiltIsRefused() throws IOException, InterruptedException {
    var made = make(folder.resolve("nagrona-1.jar"), folder.resolve("lib"), "tar");
    assertThat(made.code()).isEqualTo(2);
    assertThat(made.said()).contains("nagrona-1.jar").contains("mvn package makes them");
  }

  /** A program of some version, whose classes are those of this test. */
  private static void writeJar(Path jar, String library) throws IOException {
    var manifest = new Manifest();
    var main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, "swiotlb.cli.Main");
    main.put(Attributes.Name.CLASS_PATH, classPath() + " lib/" + library);
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
  }

  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toUri().toString())
        .collect(Collectors.joining(" "));
  }

  private static Path unpacked(String into) throws IOException, InterruptedException {
    var parent = Files.createDirectory(folder.resolve(into));
    said(parent, "tar", "xzf", tarball.toString());
    return parent.resolve(NAME);
  }

  private static Result make(Path jar, Path lib, String... words)
      throws IOException, InterruptedException {
    var script = Path.of("src/packages/make").toAbsolutePath().toString();
    return run(
        folder,
        Stream.concat(
                Stream.of(
                    script,
                    "--version",
                    "9.8.7",
                    "--jar",
                    jar.toString(),
                    "--lib",
                    lib.toString(),
                    "--out",
                    folder.toString()),
                Stream.of(words))
            .toArray(String[]::new));
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }

  private static String said(Path in, String... command) throws IOException, InterruptedException {
    var result = run(in, command);
    assertThat(result.code()).as(result.said()).isZero();
    return result.said();
  }

  private static Result run(Path in, String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(List.of(command)).directory(in.toFile());
    builder.redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("DEBFULLNAME", "A & B/C");
    builder.environment().put("DEBEMAIL", "somebody@debian.org");
    var process = builder.start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Result(process.waitFor(), said);
  }

  private record Result(int code, String said) {}
}
