/** More processes in running containers: {@code docker exec}. Uses {@code container} and what is below it. */
@NullMarked
package dev.berth.runtime.exec;

import org.jspecify.annotations.NullMarked;
