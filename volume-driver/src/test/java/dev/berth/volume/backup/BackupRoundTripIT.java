package dev.berth.volume.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.Consistency;
import dev.berth.plugin.volume.backup.WriterFreeze;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is restored is what was there, by rsync's judgement. */
class BackupRoundTripIT {
    @TempDir
    private Path directory;

    private BackupWorld world;
    private Path data;

    @BeforeEach
    void directories() throws IOException {
        world = new BackupWorld(directory);
        data = world.data();
    }

    private BackupInfo backup() {
        return world.backup();
    }

    private Path restored(BackupInfo backup) throws IOException {
        return world.restored(backup);
    }

    @Test
    void restore_everyKindOfFile_isTheSame() throws IOException {
        Trees.everything(data);
        BackupInfo backup = backup();
        Path target = restored(backup);
        assertThat(Trees.difference(data, target)).isEmpty();
        assertThat(Trees.diskUse(target.resolve("sparse"))).isLessThan(1 << 20);
        assertThat(Trees.shell(target, "stat -c '%a %u:%g %y' . plain; getfattr -h -d -m - link"))
                .isEqualTo(Trees.shell(data, "stat -c '%a %u:%g %y' . plain; getfattr -h -d -m - link"));
        assertThat(backup.consistency()).isEqualTo(Consistency.IDLE);
        assertThat(world.backups().verify(world.repository()).problems()).isEmpty();
        assertThat(world.backups().list(world.repository())).containsExactly(backup);
    }

    @Test
    void backup_hundredGigabytesOfHoles_takesNoTimeAndNoPlace() throws IOException {
        Trees.shell(data, "truncate -s 100G f; printf x | dd of=f bs=1 seek=50G conv=notrunc status=none");
        BackupInfo backup = backup();
        Path target = restored(backup);
        assertThat(backup.statistics().readBytes()).isLessThan(1 << 20);
        assertThat(Trees.shell(target, "stat -c %s f; dd if=f bs=1 skip=50G count=1 status=none"))
                .isEqualTo("107374182400\nx");
        assertThat(Trees.diskUse(target.resolve("f"))).isLessThan(1 << 20);
    }

    @Test
    void backup_nothingChanged_readsAndStoresNothing() throws IOException {
        Trees.everything(data);
        backup();
        BackupInfo second = settled();
        assertThat(second.statistics().readBytes()).isZero();
        assertThat(second.statistics().storedBytes()).isLessThan(40_000);
        assertThat(Trees.difference(data, restored(second))).isEmpty();
    }

    /** One more backup, taken when everything was changed longer ago than the kernel's clock ticks. */
    private BackupInfo settled() {
        backup();
        return backup();
    }

    @Test
    void backup_oneFileChanged_readsThatOne() throws IOException {
        Trees.everything(data);
        backup();
        settled();
        Trees.shell(data, "echo more >> plain/hello; rm plain/empty; mkdir plain/new; echo x > plain/new/x");
        BackupInfo third = backup();
        assertThat(third.statistics().readBytes()).isBetween(1L, 100L);
        assertThat(Trees.difference(data, restored(third))).isEmpty();
    }

    @Test
    void backup_sameSizeAndTimeButOtherContent_isNoticed() throws IOException {
        Trees.shell(data, "printf one > f; touch -d 2001-01-01 f");
        backup();
        Trees.shell(data, "printf two > f; touch -d 2001-01-01 f");
        assertThat(Trees.difference(data, restored(backup()))).isEmpty();
    }

    @Test
    void backup_writtenBetweenTheLooks_isAsAtTheCut() throws IOException {
        Trees.everything(data);
        BackupInfo backup = world.backup(cut -> {
            Trees.shell(data, "echo late >> plain/hello; mv plain/deep moved; rm third; echo new > plain/new");
            cut.run();
            return WriterFreeze.Outcome.IDLE;
        });
        assertThat(Trees.difference(data, restored(backup))).isEmpty();
    }

    @Test
    void backup_movedToAnotherDirectory_storesNothingAgain() throws IOException {
        Trees.everything(data);
        backup();
        Trees.shell(directory, "cp -a data copy; rm -rf data; mv copy data");
        BackupInfo second = backup();
        assertThat(second.statistics().readBytes()).isPositive();
        assertThat(second.statistics().storedBytes()).isLessThan(40_000);
    }

    @Test
    void backup_tenThousandsOfNamesInOneDirectory_areSortedInParts() throws IOException {
        Trees.shell(data, "seq 35000 | sed 's/$/-name/' | xargs touch; echo one > 500-name");
        BackupInfo backup = backup();
        assertThat(backup.statistics().nodes()).isEqualTo(35_001);
        assertThat(Trees.difference(data, restored(backup))).isEmpty();
    }

    @Test
    void backup_whileFilesGrowShrinkVanishAndAreReplaced_isWhole() throws Exception {
        Trees.shell(data, "for i in $(seq 300); do head -c 5000 /dev/urandom > f$i; mkdir d$i; echo $i > d$i/x; done");
        Process churn = new ProcessBuilder("bash", "-c", """
                        while :; do for i in $(seq 300); do
                          echo more >> f$i; : > d$i/x; rm -rf d$((301 - i)); mv f$i g 2>/dev/null; mkdir f$i; rmdir f$i; mv g f$i
                          mkdir -p d$((301 - i)); ln -sf nowhere d$((301 - i))/x; rm -f d$i/x; echo y > d$i/x
                        done; done""")
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        BackupInfo last;
        try {
            for (int i = 0; i < 5; i++) {
                backup();
            }
            last = backup();
        } finally {
            churn.destroyForcibly().waitFor();
        }
        assertThat(last.statistics().nodes()).isGreaterThan(300);
        Trees.shell(restored(last), "[ $(ls | wc -l) -gt 300 ]");
        assertThat(world.backups().verify(world.repository()).problems()).isEmpty();
    }

    @Test
    void backup_pathsLongerThanThe4096ThatOneCallTakes_areRestored() throws IOException {
        String deep = "for i in $(seq 40); do d=$(printf 'd%.0s' $(seq 240)); mkdir -p $d; cd $d; done; ";
        Trees.shell(data, deep + "echo bottom > f; touch -d 2001-01-01 . f");
        Path target = restored(backup());
        assertThat(Trees.shell(target, deep.replace("mkdir -p $d; ", "") + "cat f; stat -c %y . f"))
                .isEqualTo(Trees.shell(data, deep.replace("mkdir -p $d; ", "") + "cat f; stat -c %y . f"));
        Trees.shell(directory, "rm -rf data " + target);
    }
}
