using System.Text;
using Reelmill.Core.Reporting;

namespace Reelmill.Cli.Display;

/// <summary>
/// Standard output or standard error without secrets of URLs and without characters that steer a terminal, whoever wrote
/// the text: a stream's title, a job's label, a server's answer. Commands in it are as this user types them.
/// </summary>
/// <param name="inner">Where the text goes.</param>
internal sealed class SafeWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    // One character tells nothing of what it is part of; the halves of a pair come one by one.
    public override void Write(char value)
    {
        if (char.IsSurrogate(value))
        {
            inner.Write(value);
        }
        else
        {
            inner.Write(DisplayText.Escape(value.ToString()));
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void Write(string? value) => inner.Write(DisplayText.Sanitize(CalledAs.In(value ?? "")));

    public override void WriteLine(string? value) => inner.WriteLine(DisplayText.Sanitize(CalledAs.In(value ?? "")));

    public override void WriteLine() => inner.WriteLine();

    public override void Flush() => inner.Flush();
}
