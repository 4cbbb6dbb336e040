/** Commands that concern registries, and the credentials that Docker's own command keeps. */
@NullMarked
package dev.berth.runtime.cli.registry;

import org.jspecify.annotations.NullMarked;
