/** The part of Go's text/template that --format needs. */
@NullMarked
package dev.berth.runtime.cli.template;

import org.jspecify.annotations.NullMarked;
