package dev.berth.volume.backup;

import dev.berth.plugin.volume.backup.BackupInfo;
import dev.berth.plugin.volume.backup.ForgetRequest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** Which backups the rules keep. */
final class Retention {
    private static final DateTimeFormatter WEEK = DateTimeFormatter.ofPattern("YYYY-'W'ww", java.util.Locale.GERMANY);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("uuuu-MM");

    private Retention() {}

    /** Ids of those that are kept. */
    static Set<String> kept(List<BackupInfo> backups, ForgetRequest rules) {
        Map<String, List<BackupInfo>> byVolume = new TreeMap<>();
        backups.forEach(each -> byVolume.computeIfAbsent(each.volume(), name -> new ArrayList<>())
                .add(each));
        Set<String> kept = new HashSet<>();
        byVolume.values().forEach(each -> keep(each, rules, kept));
        return kept;
    }

    private static void keep(List<BackupInfo> ofOneVolume, ForgetRequest rules, Set<String> kept) {
        List<BackupInfo> newestFirst = ofOneVolume.stream()
                .sorted(Comparator.comparing(BackupInfo::created).reversed())
                .toList();
        newestFirst.stream().limit(rules.last()).forEach(each -> kept.add(each.id()));
        newestOfEach(newestFirst, rules.daily(), LocalDate::toString, kept);
        newestOfEach(newestFirst, rules.weekly(), WEEK::format, kept);
        newestOfEach(newestFirst, rules.monthly(), MONTH::format, kept);
    }

    private static void newestOfEach(
            List<BackupInfo> newestFirst, int periods, Function<LocalDate, String> period, Set<String> kept) {
        Set<String> seen = new HashSet<>();
        for (BackupInfo each : newestFirst) {
            String name = period.apply(LocalDate.ofInstant(each.created(), ZoneOffset.UTC));
            if (!seen.contains(name) && seen.size() < periods) {
                seen.add(name);
                kept.add(each.id());
            }
        }
    }
}
