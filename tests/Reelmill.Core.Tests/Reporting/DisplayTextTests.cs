using Reelmill.Core.Reporting;

namespace Reelmill.Core.Tests.Reporting;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("http://h/a.mp4", "http://h/a.mp4")]
    [InlineData("http://h/a?sig=s3cret", "http://h/a?...")]
    [InlineData("http://h/a?x=s3cret with blanks and 'quotes'", "http://h/a?...")]
    [InlineData("http://u:s3cret@h/a#s3cret", "http://h/a")]
    [InlineData("http://u:s3cret@h", "http://h")]
    [InlineData("http://h?s3cret", "http://h?...")]
    [InlineData("http://u@s3cret:p@h/a@b", "http://h/a@b")]
    [InlineData("/films/what?=now.mp4", "/films/what?=now.mp4")]
    public void A_URL_is_redacted(string url, string shown) => DisplayText.RedactUrl(url).ShouldBe(shown);

    [Theory]
    [InlineData("Downloading https://h/a?t=s3cret: it broke.", "Downloading https://h/a?...: it broke.")]
    [InlineData("ERROR: 'https://h/a?t=s3cret'. Look", "ERROR: 'https://h/a?...'. Look")]
    [InlineData("a http://u:s3cret@h/ b rtmps://u:s3cret@k/l?s3cret c", "a http://h/ b rtmps://k/l?... c")]
    [InlineData("{\"url\":\"HTTPS://h/a?t='s3cret'\",\"n\":1}", "{\"url\":\"HTTPS://h/a?...'\",\"n\":1}")]
    [InlineData("Downloading 'https://h/a?...': it broke.", "Downloading 'https://h/a?...': it broke.")]
    [InlineData("From https://h/a?....", "From https://h/a?....")]
    [InlineData("no url?t=here", "no url?t=here")]
    public void Every_URL_in_a_text_is_redacted(string text, string shown) => DisplayText.Redact(text).ShouldBe(shown);

    [Theory]
    [InlineData("\u001b]8;;http://evil\u0007link\u001b]8;;\u0007")]
    [InlineData("\u001b[2J\u001b[31mred")]
    [InlineData("\u009b2Jclear")]
    [InlineData("progress\rover it")]
    [InlineData("bell\u0007 back\b del\u007f nul\0")]
    [InlineData("txt.\u202efdp.exe \u2066isolate\u2069 \u200emark")]
    [InlineData("line\u2028separator\u2029")]
    [InlineData("tag\U000E0041")]
    public void Characters_that_control_a_terminal_are_escaped(string text)
    {
        var shown = DisplayText.Escape(text);
        shown.ShouldAllBe(static c => c >= ' ' && !char.IsControl(c) && !char.IsSurrogate(c) && c < '\u2000');
        System.Text.Json.JsonDocument.Parse($"\"{shown}\"").RootElement.ValueKind.ShouldBe(System.Text.Json.JsonValueKind.String);
    }

    [Fact]
    public void A_lone_surrogate_is_escaped() =>
        DisplayText.Escape(string.Concat("a", '\ud800', "b", '\udc00')).ShouldBe("a\\ud800b\\udc00");

    [Theory]
    [InlineData("plain")]
    [InlineData("two\nlines\tand a tab")]
    [InlineData("Ünïcode 中文 عربى می\u200cخواهم 👩\u200d💻 é")]
    public void Ordinary_text_is_unchanged(string text) => DisplayText.Escape(text).ShouldBeSameAs(text);

    [Fact]
    public void A_name_stays_on_one_line() => DisplayText.OneLine("a\nb\tc\r\nd").ShouldBe("a\\u000ab\\u0009c\\u000d\\u000ad");
}
