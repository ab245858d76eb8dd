using System.Text;

namespace Reelmill.Media.Fetching.Lists;

/// <summary>Characters of a text with one of lookahead and the number of the current line.</summary>
internal sealed class CharSource(TextReader reader)
{
    private const int Unread = -2;
    private int _next = Unread;

    /// <summary>The line of the next character, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The next character, or -1 at the end.</summary>
    public int Next => _next == Unread ? _next = reader.Read() : _next;

    public bool AtEnd => Next < 0;

    /// <summary>Takes the next character, or -1 at the end.</summary>
    public int Take()
    {
        var taken = Next;
        Line += taken == '\n' ? 1 : 0;
        _next = taken < 0 ? taken : Unread;
        return taken;
    }

    /// <summary>Takes a line without its end (LF or CR LF); null when it is longer than the limit.</summary>
    public string? TakeLine(int maxLength)
    {
        var line = new StringBuilder();
        var length = 0L;
        for (var c = Take(); c >= 0 && c != '\n'; c = Take())
        {
            if (++length <= maxLength)
            {
                line.Append((char)c);
            }
        }

        return length > maxLength ? null : line.ToString().TrimEnd('\r');
    }
}
