package dev.berth.runtime.build;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.runtime.registry.TransferProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The output of stages that are built side by side, told as if one were built after the other: a stage is heard when
 * all before it are complete. Its monitor guards all of it.
 */
final class OrderedOutput {
    private final BuildOutput output;
    private final List<List<Consumer<BuildOutput>>> waiting = new ArrayList<>();
    private final boolean[] complete;
    private int heard;

    OrderedOutput(BuildOutput output, int stages) {
        this.output = output;
        this.complete = new boolean[stages];
        for (int i = 0; i < stages; i++) {
            waiting.add(new ArrayList<>());
        }
    }

    /** The output of one stage. */
    BuildOutput of(int stage) {
        return new BuildOutput() {
            @Override
            public void out(String text) {
                tell(stage, to -> to.out(text));
            }

            @Override
            public void err(String text) {
                tell(stage, to -> to.err(text));
            }

            @Override
            public void image(String id) {
                tell(stage, to -> to.image(id));
            }

            @Override
            public TransferProgress transfer() {
                return transferOf(stage);
            }
        };
    }

    private TransferProgress transferOf(int stage) {
        return new TransferProgress() {
            @Override
            public void message(String status) {
                tell(stage, to -> to.transfer().message(status));
            }

            @Override
            public void step(String id, String status) {
                tell(stage, to -> to.transfer().step(id, status));
            }

            @Override
            public void moving(String id, String status, long current, long total) {
                tell(stage, to -> to.transfer().moving(id, status, current, total));
            }

            @Override
            public void aux(ObjectNode fact) {
                tell(stage, to -> to.transfer().aux(fact));
            }
        };
    }

    private synchronized void tell(int stage, Consumer<BuildOutput> what) {
        if (stage == heard) {
            what.accept(output);
        } else {
            waiting.get(stage).add(what);
        }
    }

    /** The stage says no more; what those after it have said so far is told. */
    synchronized void complete(int stage) {
        complete[stage] = true;
        while (heard < complete.length && complete[heard]) {
            heard++;
            if (heard < complete.length) {
                waiting.get(heard).forEach(what -> what.accept(output));
                waiting.get(heard).clear();
            }
        }
    }
}
