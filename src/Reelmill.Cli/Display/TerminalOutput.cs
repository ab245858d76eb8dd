using System.Text;
using Spectre.Console;

namespace Reelmill.Cli.Display;

/// <summary>Standard error as a terminal that is drawn on. What is drawn escapes what is foreign.</summary>
internal sealed class TerminalOutput : IAnsiConsoleOutput
{
    private readonly AnsiConsoleOutput _size = new(Terminal.RawError);

    public TextWriter Writer => Terminal.RawError;

    public bool IsTerminal => Terminal.IsLive;

    public int Width => _size.Width;

    public int Height => _size.Height;

    public void SetEncoding(Encoding encoding) => _size.SetEncoding(encoding);
}
