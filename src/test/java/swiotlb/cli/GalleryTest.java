package swiotlb.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GalleryTest {
  @TempDir private Path folder;

  @Test
  void everyScenarioHasItsReport() throws IOException {
    var scenarios = Files.createDirectories(folder.resolve("scenarios"));
    for (var name : new String[] {"a.conf", "b.conf"}) {
      Files.copy(Path.of("simulations/load-spike.conf"), scenarios.resolve(name));
    }
    Files.writeString(scenarios.resolve("notes.txt"), "none");
    var study = Files.createDirectories(folder.resolve("study"));
    Files.writeString(study.resolve("tiny.conf"), "devices.d { type = nvme, jobs.load.count = 5 }");
    var gallery = folder.resolve("gallery");
    var page = folder.resolve("markdown/gallery.md");
    Gallery.main(
        new String[] {
          scenarios.toString(), gallery.toString(), study.toString(), page.toString(), "b"
        });
    assertThat(gallery.resolve("index.html")).content().contains("a/index.html", "b/index.html");
    assertThat(gallery.resolve("b/index.html")).isNotEmptyFile();
    assertThat(gallery.resolve("studies/index.html"))
        .content()
        .contains("tiny/index.html", "kernel.dynamic=on");
    assertThat(gallery.resolve("studies/tiny/index.html")).isNotEmptyFile();
    assertThat(gallery.resolve("b/trace.html")).isNotEmptyFile();
    assertThat(page)
        .content()
        .contains("## a\n", "**It fits, with transient pools.**", "](gallery/a/index.html)")
        .contains("](gallery/b/used-slots", "[Its trace as a page](gallery/b/trace.html)")
        .doesNotContain("gallery/a/trace.html");
  }

  @Test
  void aScenarioThatCannotBeReadEndsTheBuild() throws IOException {
    Files.writeString(folder.resolve("bad.conf"), "cpus = 0");
    assertThatThrownBy(
            () ->
                Gallery.main(
                    new String[] {
                      folder.toString(),
                      folder.resolve("gallery").toString(),
                      folder.toString(),
                      folder.resolve("gallery.md").toString()
                    }))
        .hasMessageContaining("exit code 2");
  }
}
