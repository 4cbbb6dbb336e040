package dev.berth.runtime.cli.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.runtime.cli.json.JsonText;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static Object data;

    @BeforeAll
    static void read() throws Exception {
        data = JsonText.read("""
                {"Name":"/web","State":{"Running":true,"Pid":42,"Error":""},"Env":["A=b","C=d"],"None":null,
                 "Ports":{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"}],"443/tcp":null},"Empty":[],"Labels":{"a":"b"},"Size":1.5}""").plain();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "plain # plain",
                "{{.Name}} # /web",
                "{{ .State.Pid }}! # 42!",
                "{{json .State}} # {\"Running\":true,\"Pid\":42,\"Error\":\"\"}",
                "{{.State.Running}} # true",
                "{{.None}} # <no value>",
                "{{.Env}} # [A=b C=d]",
                "{{range .Env}}<{{.}}>{{end}} # <A=b><C=d>",
                "{{range $i, $e := .Env}}{{$i}}:{{$e}},{{end}} # 0:A=b,1:C=d,",
                "{{range $p, $b := .Ports}}<{{$p}}>{{end}} # <443/tcp><80/tcp>",
                "{{range .Empty}}x{{else}}none{{end}} # none",
                "{{range .None}}x{{else}}none{{end}} # none",
                "{{(index (index .Ports \"80/tcp\") 0).HostPort}} # 8080",
                "{{index .Env 1}} # C=d",
                "{{if .State.Running}}up{{else}}down{{end}} # up",
                "{{if .State.Error}}bad{{else if eq .Name \"/web\"}}web{{else}}other{{end}} # web",
                "{{if and .State.Running (not .Empty)}}yes{{end}} # yes",
                "{{with .State}}{{.Pid}}/{{$.Name}}{{end}} # 42//web",
                "{{$x := .Name}}{{$x}}{{$x}} # /web/web",
                "{{.Name | upper | printf \"%s-%s\" \"n\" | len}} # 6",
                "{{join .Env \",\"}} # A=b,C=d",
                "{{len .Env}} # 2",
                "{{printf \"%s=%v\" .Name .State.Pid}} # /web=42",
                "{{slice .Name 1}} # web",
                "{{split .Name \"/\"}} # [ web]",
                "{{upper .Name}}{{title \"a b\"}}{{lower \"X\"}} # /WEBA Bx",
                "{{gt .State.Pid 41}} {{le .State.Pid 41}} {{ne 1 2}} # true false true",
                "{{.Size}} # 1.5",
                "a {{- .Name -}} b # a/webb",
                "{{/* nothing */}}x # x",
                "{{\"}}\"}} # }}",
                "{{truncate .Name 2}} # /w",
                "{{or .State.Error .Name}} # /web",
                "<{{index .Labels \"missing\"}}> # <>",
                "{{.Labels.missing}} # <no value>",
                "{{index .Ports \"1/tcp\"}} # <no value>"
            })
    void apply_template_isFilled(String template, String expected) {
        assertThat(Template.parse(template).apply(data)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{{.Nope}} # template: :1:2: executing \"\" at <.Nope>: map has no entry for key \"Nope\"",
                "{{.State.Nope}} # template: :1:8: executing \"\" at <.State.Nope>: map has no entry for key \"Nope\"",
                "{{.Name.X}} # can't evaluate field X",
                "{{.None.X}} # nil data; no entry for key \"X\"",
                "{{index .Env 2}} # index out of range",
                "{{foo}} # template: :1: function \"foo\" not defined",
                "{{ # template: :1: unclosed action",
                "{{if .Name}}x # unexpected EOF",
                "{{end}} # unexpected {{end}}",
                "{{$x}} # undefined variable \"$x\""
            })
    void apply_wrongTemplate_isToldInGosWords(String template, String words) {
        assertThatThrownBy(() -> Template.parse(template).apply(data))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(words);
    }

    @Test
    void apply_rowWithoutColumn_namesTheRowsType() {
        assertThatThrownBy(() ->
                        Template.parse("{{.X}}", "*formatter.ContainerContext").apply(java.util.Map.of()))
                .hasMessage("template: :1:2: executing \"\" at <.X>: can't evaluate field X in type"
                        + " *formatter.ContainerContext");
    }
}
