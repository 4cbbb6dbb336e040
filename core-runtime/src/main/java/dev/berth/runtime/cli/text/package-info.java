/** What is printed: tables, sizes, times. */
@NullMarked
package dev.berth.runtime.cli.text;

import org.jspecify.annotations.NullMarked;
