/** What this host has, lacks, and what to do about it. */
@NullMarked
package dev.berth.runtime.cli.doctor;

import org.jspecify.annotations.NullMarked;
