package dev.berth.runtime.cli.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.cli.json.JsonText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountFlagTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target=/d | {'Type':'volume','Target':'/d'}",
                "type=bind,src=/a,dst=/b,ro | {'Type':'bind','Source':'/a','Target':'/b','ReadOnly':true}",
                "type=bind,source=/a,target=/b,bind-propagation=rslave | {'Type':'bind','Source':'/a','Target':'/b','BindOptions':{'Propagation':'rslave'}}",
                "source=v,target=/d,volume-nocopy,volume-label=a=b | {'Type':'volume','Source':'v','Target':'/d','VolumeOptions':{'NoCopy':true,'Labels':{'a':'b'}}}",
                "type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=1770 | {'Type':'tmpfs','Target':'/t','TmpfsOptions':{'SizeBytes':1048576,'Mode':1016}}"
            })
    void parse_flag_isTheApisMount(String flag, String json) {
        assertThat(JsonText.compact(MountFlag.parse(flag)).replace('"', '\'')).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source=v | target is required",
                "type=bind,foo=1,target=/d | unexpected key 'foo' in 'foo=1'",
                "target | invalid field 'target' must be a key=value pair",
                "target=/d,readonly=maybe | invalid value for readonly: maybe",
                "type=bind,source=/a,target=/b,volume-nocopy | cannot mix 'volume-*' options with mount type 'bind'"
            })
    void parse_wrongFlag_isRefused(String flag, String words) {
        assertThatThrownBy(() -> MountFlag.parse(flag)).hasMessage(words);
    }
}
