package swiotlb.cli.trace;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import swiotlb.cli.terminal.Cli;
import swiotlb.cli.terminal.ExitCode;
import swiotlb.input.Text;
import swiotlb.trace.store.open.DatabaseCache;
import swiotlb.trace.store.open.TraceDatabase;

/** {@code trace sql}: asks a stored trace a question in SQL. */
@Command(
    name = "sql",
    description =
        "Asks a stored trace, or the table of a sweep, a question in SQL, or shows what can be asked.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The SQL is that of DuckDB. A trace that is no database (.jsonl, .jsonl.gz) is made one,"
          + " which is kept below $XDG_CACHE_HOME (or ~/.cache) for the next question: at most 2 GiB,"
          + " and for 30 days after the last one. Nothing can be written, and no other file be read.",
      "",
      "Exit code 2: the file or the question makes no sense."
    })
final class SqlCommand implements Callable<Integer> {
  /** How an answer is written. */
  private enum Format {
    table,
    csv,
    json
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "A stored trace of any format, or results.duckdb of a sweep.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "QUERY",
      description = "What to ask; without it, tables and columns are shown.")
  private @Nullable String query;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description =
          "table (for reading: long cells are cut), csv, or json (an object a line). Default: table.")
  private Format format = Format.table;

  @Option(names = "--no-cache", description = "Neither uses nor keeps a database of the trace.")
  private boolean noCache;

  @Override
  public Integer call() throws IOException {
    var command = Cli.spec(spec).commandLine();
    var out = isForReading() ? Cli.screen(spec) : command.getOut();
    try (var trace = TraceDatabase.open(file, cache())) {
      trace.remark().ifPresent(remark -> command.getErr().println(Text.printable(remark)));
      trace.flaw().ifPresent(flaw -> command.getErr().println(Text.printable(flaw)));
      if (query == null) {
        SchemaText.print(trace.tables(), out);
      } else {
        trace.query(query, rows(out));
      }
    }
    out.flush();
    return ExitCode.DONE;
  }

  private boolean isForReading() {
    return query == null || format == Format.table;
  }

  private Optional<DatabaseCache> cache() {
    return noCache
        ? Optional.empty()
        : CacheFolder.of(System.getenv(), System.getProperty("user.home")).map(DatabaseCache::new);
  }

  private TraceDatabase.Rows rows(PrintWriter out) throws IOException {
    return switch (format) {
      case table -> new TableRows(out);
      case csv -> new CsvRows(out);
      case json -> new JsonRows(out);
    };
  }
}
