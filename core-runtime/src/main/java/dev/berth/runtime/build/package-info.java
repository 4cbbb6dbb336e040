/** {@code docker build}: a Dockerfile and its context become an image, step by step, each step in a container. */
@NullMarked
package dev.berth.runtime.build;

import org.jspecify.annotations.NullMarked;
