package dev.berth.conformance.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The cases of the class run on the engine under test ({@code -Dberth.engine=berth|dockerd|unix:///path}), which is
 * shared by all classes and emptied after each case. Parameters of type {@link Docker} and {@link Engine} are given. A
 * class tagged {@code beyond-docker} has no counterpart in dockerd and is not part of dockerd's run.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(EngineExtension.class)
public @interface OnEngine {}
