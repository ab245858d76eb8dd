namespace Reelmill.Media.Fetching.Lists;

/// <summary>
/// Characters of a list with one of lookahead and the number of the current line, whichever way lines end: LF, CR, CR LF
/// or a mixture. What is no text is noted, and stands as U+FFFD only until whoever takes the line asks for its fault.
/// </summary>
internal sealed class CharSource(ListText text)
{
    private const int Unread = -2;
    private const char StandIn = '\uFFFD';
    private int _next = Unread;
    private bool _nextIsFault;
    private bool _afterCarriageReturn;
    private string? _fault;

    /// <summary>Reads bytes as the text that their byte order mark says they are; UTF-8 without one.</summary>
    public CharSource(Stream bytes)
        : this(new ListText(bytes))
    {
    }

    /// <summary>The line of the next character, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The next character, or -1 at the end.</summary>
    public int Next
    {
        get
        {
            if (_next == Unread)
            {
                _next = text.Read();
                _nextIsFault = _next is ListText.Bad or '\0';
                _next = _next == ListText.Bad ? StandIn : _next;
            }

            return _next;
        }
    }

    public bool AtEnd => Next < 0;

    /// <summary>Takes the next character, or -1 at the end.</summary>
    public int Take()
    {
        var taken = Next;
        if (taken < 0)
        {
            return taken;
        }

        if (_nextIsFault)
        {
            _fault ??= taken == 0
                ? $"line {Line} holds a NUL, so it is no text. Save the list as UTF-8, or as UTF-16 with a byte order mark."
                : $"line {Line} holds bytes that are not {text.Name}. Save the list as UTF-8, or as UTF-16 with a byte order mark.";
        }

        Line += taken == '\r' || (taken == '\n' && !_afterCarriageReturn) ? 1 : 0;
        _afterCarriageReturn = taken == '\r';
        _next = Unread;
        return taken;
    }

    /// <summary>What was wrong with the characters that were taken since the last call; null when nothing was.</summary>
    public string? TakeFault()
    {
        var fault = _fault;
        _fault = null;
        return fault;
    }

    /// <summary>Takes a line's end, if one is next.</summary>
    /// <returns>Whether it was.</returns>
    public bool TakeLineEnd()
    {
        var isEnd = Next is '\r' or '\n';
        if (isEnd && Take() == '\r' && Next == '\n')
        {
            Take();
        }

        return isEnd;
    }

    /// <summary>Takes a line with its end, and gives it without; null when it is longer than the limit.</summary>
    public string? TakeLine(int maxLength)
    {
        var line = new System.Text.StringBuilder();
        var length = 0L;
        while (!AtEnd && !TakeLineEnd())
        {
            var taken = (char)Take();
            if (++length <= maxLength)
            {
                line.Append(taken);
            }
        }

        return length > maxLength ? null : line.ToString();
    }
}
