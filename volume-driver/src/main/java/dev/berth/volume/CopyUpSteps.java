package dev.berth.volume;

/** What a copy-up has behind it, told as it goes: a test makes it end there as a crash would. */
@FunctionalInterface
interface CopyUpSteps {
    /** Nobody listens. */
    CopyUpSteps SILENT = step -> {};

    enum Step {
        STAGING_MADE,
        STAGED,
        COMPLETE_MARKED,
        FIRST_ENTRY_MOVED,
        ALL_MOVED,
        ROOT_DRESSED,
        MARK_REMOVED
    }

    void passed(Step step);
}
