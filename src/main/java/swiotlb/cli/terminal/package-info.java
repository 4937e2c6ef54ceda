/** What all commands have in common: exit codes, files that they write, standard output, Ctrl-C. */
@NullMarked
package swiotlb.cli.terminal;

import org.jspecify.annotations.NullMarked;
