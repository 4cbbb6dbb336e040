package dev.berth.linux.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives the test methods of a class fresh network namespaces: every parameter of type {@code NetNs} is one of its own,
 * loopback up, gone after the method. Without the right to make them a test is aborted, or fails if
 * {@code -Dnetns.required=true}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("netns")
@ExtendWith(NetNsExtension.class)
public @interface NetNsTest {}
