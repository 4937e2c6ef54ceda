package swiotlb.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A command that was executed: what it printed and what it says to the shell. */
record Invocation(int code, String out, String err) {

  static Invocation of(Object... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var words = new String[arguments.length];
    for (var i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    var code =
        Main.commandLine(words)
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words);
    return new Invocation(code, out.toString(), err.toString());
  }
}
