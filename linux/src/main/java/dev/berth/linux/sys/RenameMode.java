package dev.berth.linux.sys;

/** What renaming does to a name that is there already. */
public enum RenameMode {
    /** Takes its place. */
    REPLACE(0),
    /** Fails with EEXIST. */
    NO_REPLACE(1),
    /** Both must be there; each gets the other's name. */
    EXCHANGE(2);

    private final int flag;

    RenameMode(int flag) {
        this.flag = flag;
    }

    int flag() {
        return flag;
    }
}
