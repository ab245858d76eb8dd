using System.Text;
using Reelmill.Core.Reporting;

namespace Reelmill.Cli.Display;

/// <summary>
/// A writer for standard output and standard error that hides secrets in URLs and escapes terminal control characters,
/// because titles, labels and server responses are untrusted. It also replaces <c>reelmill</c> with the user's command.
/// </summary>
/// <param name="inner">The writer that receives the text.</param>
internal sealed class SafeWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    // Surrogates arrive one by one and are escaped only as pairs.
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

    public override void Write(string? value) => inner.Write(DisplayText.Sanitize(InvokedCommand.Rewrite(value ?? "")));

    public override void WriteLine(string? value) => inner.WriteLine(DisplayText.Sanitize(InvokedCommand.Rewrite(value ?? "")));

    public override void WriteLine() => inner.WriteLine();

    public override void Flush() => inner.Flush();
}
