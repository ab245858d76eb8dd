using System.Text;

namespace Reelmill.Cli.Tests.Running;

/// <summary>Passes text on to the stream of whoever writes, and to the process's own for anybody else.</summary>
internal sealed class CallerWriter(TextWriter others, Func<TextWriter?> callers) : TextWriter
{
    public override Encoding Encoding => others.Encoding;

    private TextWriter Target => callers() ?? others;

    public override void Write(char value) => Target.Write(value);

    public override void Write(string? value) => Target.Write(value);

    public override void Write(char[] buffer, int index, int count) => Target.Write(buffer, index, count);

    public override void Flush() => Target.Flush();
}
