using System.Globalization;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>The lines of a playlist with its basic tags (RFC 8216, 4.1 and 4.3.1).</summary>
internal sealed class PlaylistLines
{
    private const int MaxLines = 1_000_000;
    private const char ByteOrderMark = '\uFEFF';

    private PlaylistLines(List<PlaylistLine> all, int? version)
    {
        All = all;
        Version = version;
    }

    /// <summary>The tags and URIs in order.</summary>
    public IReadOnlyList<PlaylistLine> All { get; }

    /// <summary>The protocol version; null when EXT-X-VERSION is absent, which means 1.</summary>
    public int? Version { get; }

    public bool Has(string tag) => All.Any(l => l.Tag == tag);

    /// <summary>Splits the text of a playlist into lines and records what RFC 8216 forbids.</summary>
    /// <exception cref="PlaylistException">The playlist has too many lines.</exception>
    public static PlaylistLines Read(string text, List<PlaylistProblem> problems)
    {
        var lines = new List<PlaylistLine>();
        var number = 0;
        foreach (var raw in text.AsSpan().TrimStart(ByteOrderMark).EnumerateLines())
        {
            var line = raw.Trim();
            if (++number > MaxLines)
            {
                throw new PlaylistException($"the playlist has more than {MaxLines} lines", number);
            }

            if (line.StartsWith("#EXT", StringComparison.Ordinal))
            {
                var colon = line.IndexOf(':');
                lines.Add(colon < 0 ? new(number, line[1..].ToString(), "") : new(number, line[1..colon].ToString(), line[(colon + 1)..].ToString()));
            }
            else if (line.Length > 0 && line[0] != '#')
            {
                lines.Add(new(number, null, line.ToString()));
            }
        }

        var first = text.AsSpan(0, text.AsSpan().IndexOf('\n') is >= 0 and var end ? end : text.Length);
        if (!first.TrimEnd('\r').SequenceEqual("#EXTM3U"))
        {
            problems.Add(new(1, "the first line is not exactly #EXTM3U"));
        }

        return new PlaylistLines(lines, ReadVersion(lines, problems));
    }

    private static int? ReadVersion(List<PlaylistLine> lines, List<PlaylistProblem> problems)
    {
        int? version = null;
        foreach (var line in lines.Where(static l => l.Tag == "EXT-X-VERSION"))
        {
            if (version is not null)
            {
                problems.Add(new(line.Number, "#EXT-X-VERSION appears more than once; keep one"));
            }

            if (!int.TryParse(line.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                problems.Add(new(line.Number, $"'{line.Value}' is not a version"));
                number = 1;
            }

            version ??= number;
        }

        return version;
    }
}
