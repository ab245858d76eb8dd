using System.Globalization;
using System.Text;

namespace Reelmill.Media.Formats.Playlists;

/// <summary>The segments of one rendition (RFC 8216, 4.3.2 and 4.3.3).</summary>
public sealed record MediaPlaylist
{
    /// <summary>The type of a playlist that never changes.</summary>
    public const string Vod = "VOD";

    /// <summary>The version; null when the playlist does not say, which means 1.</summary>
    public int? Version { get; init; }

    /// <summary>The most seconds of a segment, rounded; 0 when it is missing.</summary>
    public required int TargetDuration { get; init; }

    /// <summary>The number of the first segment.</summary>
    /// <value>0 by default.</value>
    public long MediaSequence { get; init; }

    /// <summary><c>VOD</c> or <c>EVENT</c>; null when the playlist does not say.</summary>
    public string? Type { get; init; }

    /// <summary>Whether every segment can be decoded without the others.</summary>
    public bool IndependentSegments { get; init; }

    /// <summary>Whether each segment is one picture that can be decoded by itself.</summary>
    public bool IFramesOnly { get; init; }

    /// <summary>Whether no segments will follow.</summary>
    public bool HasEnd { get; init; }

    /// <summary>The segments in order.</summary>
    public required IReadOnlyList<MediaSegment> Segments { get; init; }

    /// <summary>The lowest version that has everything which is used here (RFC 8216, 7).</summary>
    public int MinimumVersion => Math.Max(
        Segments.Any(static s => s.Map is not null) ? IFramesOnly ? 5 : 6 : 1,
        Segments.Any(static s => s.Range is not null) || IFramesOnly ? 4
        : Segments.Any(static s => s.Key?.KeyFormat is not null) ? 5
        : Segments.Any(static s => s.Seconds.Scale > 0) ? 3
        : Segments.Any(static s => s.Key?.Vector is not null) ? 2
        : 1);

    /// <summary>Reads a playlist.</summary>
    /// <param name="text">The text; tags that are not modelled here are skipped.</param>
    /// <exception cref="PlaylistException">RFC 8216 forbids something in it; the message names the line.</exception>
    public static MediaPlaylist Parse(string text)
    {
        var problems = new List<PlaylistProblem>();
        var playlist = MediaPlaylistReader.Read(PlaylistLines.Read(text, problems), problems);
        return problems is [var first, ..] ? throw new PlaylistException(first.Message, first.Line) : playlist;
    }

    /// <summary>Writes the playlist in its one form, with line feeds.</summary>
    /// <exception cref="PlaylistException">A text in it holds a quote or the end of a line.</exception>
    public string Write()
    {
        var text = new StringBuilder("#EXTM3U\n");
        Line(text, Version is not null, $"#EXT-X-VERSION:{Version}");
        Line(text, true, $"#EXT-X-TARGETDURATION:{TargetDuration}");
        Line(text, true, $"#EXT-X-MEDIA-SEQUENCE:{MediaSequence}");
        Line(text, Type is not null, $"#EXT-X-PLAYLIST-TYPE:{Type}");
        Line(text, IndependentSegments, $"#EXT-X-INDEPENDENT-SEGMENTS");
        Line(text, IFramesOnly, $"#EXT-X-I-FRAMES-ONLY");
        var writer = new MediaSegmentWriter(text);
        foreach (var segment in Segments)
        {
            writer.Write(segment);
        }

        Line(text, HasEnd, $"#EXT-X-ENDLIST");
        return text.ToString();
    }

    private static void Line(StringBuilder text, bool there, FormattableString line)
    {
        if (there)
        {
            text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
    }
}
