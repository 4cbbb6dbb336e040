/** Images from and to registries: what Docker's pull, push, login and search do, on top of {@code registry.http}. */
@NullMarked
package dev.berth.runtime.registry;

import org.jspecify.annotations.NullMarked;
