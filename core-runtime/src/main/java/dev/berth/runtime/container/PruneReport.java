package dev.berth.runtime.container;

import java.util.List;

/** What was pruned: ids, and bytes that are free again. */
public record PruneReport(List<String> deleted, long spaceReclaimed) {}
