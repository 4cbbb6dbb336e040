package dev.berth.runtime.doctor;

import dev.berth.runtime.cli.Command;
import dev.berth.runtime.cli.Context;
import dev.berth.runtime.cli.Flags;
import dev.berth.runtime.cli.Sheet;

public final class DoctorCommand implements Command {
    @Override
    public Sheet sheet() {
        return Sheet.exactly(0, "", "doctor");
    }

    @Override
    public int run(Flags flags, Context context) {
        return 0;
    }
}
