using System.Text;
using Spectre.Console;

namespace Reelmill.Cli.Display;

/// <summary>Spectre.Console's output on the unfiltered standard error. Renderers escape untrusted text.</summary>
internal sealed class TerminalOutput : IAnsiConsoleOutput
{
    private readonly AnsiConsoleOutput _size = new(Terminal.RawError);

    public TextWriter Writer => Terminal.RawError;

    public bool IsTerminal => Terminal.IsLive;

    public int Width => _size.Width;

    public int Height => _size.Height;

    public void SetEncoding(Encoding encoding) => _size.SetEncoding(encoding);
}
