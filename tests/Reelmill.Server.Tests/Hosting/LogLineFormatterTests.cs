using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelmill.Server.Hosting;

namespace Reelmill.Server.Tests.Hosting;

public sealed class LogLineFormatterTests
{
    [Fact]
    public void An_event_is_one_line_that_untrusted_text_cannot_break_or_color()
    {
        using var text = new StringWriter { NewLine = "\n" };
        var error = new InvalidOperationException("bad\r\nfail: forged\u001b[31m http://u:s3cret@h/?s3cret");
        new LogLineFormatter().Write(new LogEntry<string>(LogLevel.Error, "Reelmill", new EventId(7), "a\nb\u202e\u009b", error, static (s, _) => s), null, text);
        var line = text.ToString();
        line.ShouldStartWith("fail: Reelmill[7] a\\u000ab\\u202e\\u009b ");
        line.ShouldContain("http://h/?...");
        line.ShouldNotContain("s3cret");
        line.TrimEnd('\n').ShouldAllBe(static c => !char.IsControl(c));
    }
}
