namespace Reelmill.Media.Fetching.Lists;

/// <summary>
/// Reads the characters of a list with one character of lookahead, and counts lines that end in LF, CR, CR LF or a mixture.
/// Invalid characters become U+FFFD, and are recorded as a fault until <see cref="TakeFault"/> is called.
/// </summary>
internal sealed class CharSource(ListDecoder text)
{
    private const int Unread = -2;
    private const char StandIn = '\uFFFD';
    private int _next = Unread;
    private bool _nextIsFault;
    private bool _afterCarriageReturn;
    private string? _fault;

    /// <summary>Decodes bytes by their byte order mark; as UTF-8 without one.</summary>
    public CharSource(Stream bytes)
        : this(new ListDecoder(bytes))
    {
    }

    /// <summary>The line number of the next character, from 1.</summary>
    public int Line { get; private set; } = 1;

    /// <summary>The next character, or -1 at the end.</summary>
    public int Next
    {
        get
        {
            if (_next == Unread)
            {
                _next = text.Read();
                _nextIsFault = _next is ListDecoder.Bad or '\0';
                _next = _next == ListDecoder.Bad ? StandIn : _next;
            }

            return _next;
        }
    }

    public bool AtEnd => Next < 0;

    /// <summary>Takes the next character; -1 at the end.</summary>
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
                ? $"line {Line} holds a NUL character, so it is not text. Save the list as UTF-8, or as UTF-16 with a byte order mark."
                : $"line {Line} holds bytes that are not {text.Name}. Save the list as UTF-8, or as UTF-16 with a byte order mark.";
        }

        Line += taken == '\r' || (taken == '\n' && !_afterCarriageReturn) ? 1 : 0;
        _afterCarriageReturn = taken == '\r';
        _next = Unread;
        return taken;
    }

    /// <summary>Returns the first fault in the characters taken since the last call; null when there was none.</summary>
    public string? TakeFault()
    {
        var fault = _fault;
        _fault = null;
        return fault;
    }

    /// <summary>Takes a line break if one is next.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TakeLineEnd()
    {
        var isEnd = Next is '\r' or '\n';
        if (isEnd && Take() == '\r' && Next == '\n')
        {
            Take();
        }

        return isEnd;
    }

    /// <summary>Takes a line with its line break, and returns it without; null when the line is longer than the limit.</summary>
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
