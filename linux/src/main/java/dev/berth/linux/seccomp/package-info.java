/** seccomp filters through libseccomp, in this process. */
@NullMarked
package dev.berth.linux.seccomp;

import org.jspecify.annotations.NullMarked;
