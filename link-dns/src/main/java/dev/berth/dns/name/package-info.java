/** What is known of names, and the decision what a question comes to: pure, without I/O. */
@NullMarked
package dev.berth.dns.name;

import org.jspecify.annotations.NullMarked;
