package io.github.jooqeventstore.operations.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.jooqeventstore.operations.ExitCode;
import io.github.jooqeventstore.operations.OperationsException;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings for a machine. */
class TuningTest {
    private static final Machine SIXTEEN_GIGABYTES = new Machine(16L << 30, 8, Machine.Disk.SSD);

    private static Map<String, String> values(Tuning tuning) {
        return tuning.settings().stream().collect(Collectors.toMap(TunedSetting::name, TunedSetting::value));
    }

    @Test
    void followMemoryCpusConnectionsAndDisk() {
        assertThat(values(new Tuning(SIXTEEN_GIGABYTES, 100, true)))
                .containsEntry("shared_buffers", "4096MB")
                .containsEntry("effective_cache_size", "12288MB")
                .containsEntry("work_mem", "40MB")
                .containsEntry("maintenance_work_mem", "1024MB")
                .containsEntry("max_wal_size", "4096MB")
                .containsEntry("max_connections", "110")
                .containsEntry("random_page_cost", "1.1")
                .containsEntry("autovacuum_max_workers", "4")
                .containsEntry("shared_preload_libraries", "pg_stat_statements");
        assertThat(values(new Tuning(new Machine(1L << 30, 1, Machine.Disk.HDD), 400, false)))
                .containsEntry("shared_buffers", "256MB")
                .containsEntry("work_mem", "4MB")
                .containsEntry("random_page_cost", "4")
                .doesNotContainKey("shared_preload_libraries");
    }

    @Test
    void giveWayToWhatIsSaid() {
        Tuning tuning = new Tuning(SIXTEEN_GIGABYTES, 100, false)
                .with(Map.of("work_mem", "8MB", "log_line_prefix", "%m [%p] it's "));

        assertThat(values(tuning)).containsEntry("work_mem", "8MB").containsEntry("log_line_prefix", "%m [%p] it's ");
        assertThat(TunedFile.text(tuning)).contains("\nlog_line_prefix = '%m [%p] it''s '\n");
    }

    @ParameterizedTest
    @CsvSource({"fsync,off", "full_page_writes,false", "synchronous_commit,off", "autovacuum,0", "zero_damaged_pages,on"
    })
    void refuseWhatEndangersEvents(String name, String value) {
        Tuning tuning = new Tuning(SIXTEEN_GIGABYTES, 100, false);
        assertThatThrownBy(() -> tuning.with(Map.of(name, value)))
                .isInstanceOfSatisfying(
                        OperationsException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.REFUSED));
    }

    @Test
    void refuseWhatIsNoName() {
        Tuning tuning = new Tuning(SIXTEEN_GIGABYTES, 100, false);
        assertThatThrownBy(() -> tuning.with(Map.of("x\nfsync = off #", "1")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tuning.with(Map.of("work_mem", "1MB\nfsync = off")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"16384,128MB,8kB", "900000,15min,ms", "900,15min,s", "2048,16MB,8kB", "0.9,0.9,", "-1,-1,kB"})
    void compareAsTheServerCounts(String setting, String wanted, String unit) {
        assertThat(SettingValue.same(setting, wanted, unit)).isTrue();
        assertThat(SettingValue.same(setting, "7", unit)).isFalse();
    }
}
